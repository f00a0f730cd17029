package io.gatefarm.push.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestEngine;

/** The properties have an engine of their own; without it they would compile and never run. */
final class PropertiesTest {
    @Test
    void jqwik_amongTheEngines_isFound() {
        assertThat(ServiceLoader.load(TestEngine.class))
                .extracting(TestEngine::getId)
                .contains("jqwik", "junit-jupiter");
    }
}
