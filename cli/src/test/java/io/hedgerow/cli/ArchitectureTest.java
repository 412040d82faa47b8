package io.hedgerow.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of {@code docs/architecture.md} and the rules of the pure core. Each folder's package
 * may depend on the folders it names and on nothing else of ours.
 */
@AnalyzeClasses(packages = "io.hedgerow", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String SCHEMAS = "io.hedgerow.schemas..";
  private static final String STATE = "io.hedgerow.state..";
  private static final String OPERATORS = "io.hedgerow.operators..";
  private static final String CONNECTORS = "io.hedgerow.connectors..";
  private static final String FASTPATH = "io.hedgerow.fastpath..";
  private static final String SIMULATOR = "io.hedgerow.simulator..";
  private static final String JOBS = "io.hedgerow.jobs..";
  private static final String BENCHMARKS = "io.hedgerow.benchmarks..";
  private static final String TESTKIT = "io.hedgerow.testkit..";
  private static final String CLI = "io.hedgerow.cli..";
  private static final String FLINK = "org.apache.flink..";
  private static final String KAFKA = "org.apache.kafka..";

  private static ArchRule forbidden(String folder, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(folder)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(true);
  }

  @ArchTest
  static final ArchRule SCHEMAS_IMPORT_AVRO_ONLY =
      classes()
          .that()
          .resideInAPackage(SCHEMAS)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SCHEMAS, "java..", "org.apache.avro..");

  @ArchTest
  static final ArchRule STATE_IMPORTS_SCHEMAS_AND_SMALL_LIBRARIES_ONLY =
      classes()
          .that()
          .resideInAPackage(STATE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(STATE, SCHEMAS, "java..", "org.apache.avro..", "org.agrona..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule OPERATORS_ARE_SHELLS_AROUND_STATE =
      forbidden(
          OPERATORS,
          CONNECTORS,
          SIMULATOR,
          JOBS,
          BENCHMARKS,
          TESTKIT,
          CLI,
          KAFKA,
          "org.apache.flink.connector.kafka..");

  @ArchTest
  static final ArchRule CONNECTORS_ARE_EDGES =
      forbidden(CONNECTORS, STATE, OPERATORS, SIMULATOR, JOBS, BENCHMARKS, TESTKIT, CLI);

  @ArchTest
  static final ArchRule THE_FAST_PATH_NEEDS_NO_FLINK =
      forbidden(FASTPATH, OPERATORS, SIMULATOR, JOBS, BENCHMARKS, TESTKIT, CLI, FLINK);

  @ArchTest
  static final ArchRule THE_SIMULATOR_IS_THE_OUTSIDE_WORLD =
      forbidden(SIMULATOR, STATE, OPERATORS, JOBS, BENCHMARKS, TESTKIT, CLI, FLINK);

  @ArchTest
  static final ArchRule JOBS_DEPEND_ON_NO_TOOL =
      forbidden(JOBS, SIMULATOR, BENCHMARKS, TESTKIT, CLI);

  @ArchTest
  static final ArchRule BENCHMARKS_IMPORT_NEITHER_TESTKIT_NOR_CLI =
      forbidden(BENCHMARKS, TESTKIT, CLI);

  @ArchTest
  static final ArchRule PACKAGES_OF_STATE_HAVE_NO_CYCLES =
      slices().matching("io.hedgerow.state.(*)..").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule STATE_TAKES_TIME_AND_RANDOMNESS_AS_ARGUMENTS =
      noClasses()
          .that()
          .resideInAPackage(STATE)
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom|Timer)"
                  + "|java\\.time\\.Clock|java\\.io\\.File.*|java\\.lang\\.Thread|java\\.net\\..*")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule STATE_KEEPS_NO_FLOATING_POINT =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(STATE)
          .should()
          .notHaveRawType(double.class)
          .andShould()
          .notHaveRawType(float.class)
          .andShould()
          .notHaveRawType(Double.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule STATE_RETURNS_NO_FLOATING_POINT =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage(STATE)
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(double.class)
          .andShould()
          .notHaveRawReturnType(float.class)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");
}
