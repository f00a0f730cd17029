package io.gatefarm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the arrows between the modules: {@code redis <- push <- worker}, {@code push <- spring}, {@code push <- cli} and {@code
 * redis <- gateway}, with the examples and the benchmarks above them all. A rule over a package without classes fails, so an empty
 * import can't pass.
 */
class ArchitectureTest {
    private static final String REDIS = "io.gatefarm.redis..";
    private static final String PUSH = "io.gatefarm.push..";
    private static final String STARTER = "io.gatefarm.spring..";
    private static final String CLI = "io.gatefarm.cli..";
    private static final String GATEWAY = "io.gatefarm.gateway..";
    private static final String WORKER = "io.gatefarm.worker..";
    private static final String EXAMPLES = "io.gatefarm.examples..";
    private static final String MVC_EXAMPLE = "io.gatefarm.examples.mvcpush..";
    private static final String BENCH = "io.gatefarm.bench..";

    /** The classes of every module that this one depends on; bench is built after it. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.gatefarm");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis",
                "redis.embedded",
                "push",
                "cli",
                "spring",
                "spring.health",
                "gateway",
                "worker",
                "examples.chat",
                "examples.mvcpush",
                "examples.launcher"
            })
    void import_everyModule_findsClasses(String module) {
        assertThat(CLASSES.stream().map(type -> type.getPackageName()))
                .anyMatch(name -> (name + ".").startsWith("io.gatefarm." + module + "."));
    }

    @Test
    void redis_dependsOnNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage(REDIS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PUSH, CLI, STARTER, GATEWAY, WORKER, EXAMPLES, BENCH)
                .check(CLASSES);
    }

    @Test
    void push_dependsOnRedisOnly() {
        noClasses()
                .that()
                .resideInAPackage(PUSH)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, STARTER, GATEWAY, WORKER, EXAMPLES, BENCH)
                .check(CLASSES);
    }

    @Test
    void starter_dependsOnPushAndRedisOnly() {
        noClasses()
                .that()
                .resideInAPackage(STARTER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, GATEWAY, WORKER, EXAMPLES, BENCH)
                .check(CLASSES);
    }

    @Test
    void cli_dependsOnRedisAndPushOnly() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STARTER, GATEWAY, WORKER, EXAMPLES, BENCH)
                .check(CLASSES);
    }

    @Test
    void spring_isSeenByTheStarterAndItsExampleOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(STARTER, MVC_EXAMPLE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(CLASSES);
    }

    /** It pushes; the farm is elsewhere. Its demo starts one beside it. */
    @Test
    void mvcExample_withoutItsDemo_neverSeesGatewayOrWorker() {
        noClasses()
                .that()
                .resideInAPackage("io.gatefarm.examples.mvcpush")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(GATEWAY, WORKER, "io.gatefarm.redis.embedded..")
                .check(CLASSES);
    }

    @Test
    void gateway_dependsOnRedisOnly() {
        noClasses()
                .that()
                .resideInAPackage(GATEWAY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PUSH, CLI, STARTER, WORKER, EXAMPLES, BENCH)
                .check(CLASSES);
    }

    @Test
    void worker_neverSeesTheGateway() {
        noClasses()
                .that()
                .resideInAPackage(WORKER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, STARTER, GATEWAY, EXAMPLES, BENCH)
                .check(CLASSES);
    }

    @Test
    void lettuceAndNetty_areSeenByRedisOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(REDIS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void jetty_isSeenByTheGatewayOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(GATEWAY)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }
}
