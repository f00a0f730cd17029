package io.gatefarm.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console shows when the Gateway cannot be made: what is wrong and what to do, no stack trace and no secret. */
class FailedStartTest {
    private static final String NOWHERE = "gatefarm.redis-uri=redis://shop:hush@127.0.0.1:1";

    @Test
    void start_redisNotThere_saysWhereAndWhatToDo() {
        String output = BootApp.outputOfFailedStart(BootApp.Plain.class, NOWHERE);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "cannot connect to Redis at 127.0.0.1:1", "gatefarm.redis-uri")
                .doesNotContain("hush")
                .doesNotContain("\tat ");
    }

    @Test
    void start_redisNotThereForAnotherBean_saysTheSame() {
        String output = BootApp.outputOfFailedStart(BootApp.WithAnEagerUser.class, NOWHERE);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "cannot connect to Redis at 127.0.0.1:1")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "gatefarm.redis-uri, http://:hush@localhost, redis://host:6379",
        "gatefarm.redis-uri, localhost:6379, redis://host:6379",
        "gatefarm.redis-timeout, 5ms, 100 ms to 60 s",
        "gatefarm.redis-timeout, soon, soon",
        "gatefarm.app, a:b, a:b",
    })
    void start_badProperty_isNamed(String property, String value, String problem) {
        String output = BootApp.outputOfFailedStart(BootApp.Plain.class, property + "=" + value);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", property, problem)
                .doesNotContain("hush")
                .doesNotContain("\tat ");
    }

    /** A password at two places, or half of what belongs together. */
    @ParameterizedTest
    @CsvSource({
        "gatefarm.redis-password=hush-too, '', gatefarm.redis-uri, ***@127.0.0.1:1",
        "gatefarm.redis-user=shop, gatefarm.redis-uri=redis://h:1, gatefarm.redis-password, user shop",
        "gatefarm.redis-password-file=/no/such/file, '', gatefarm.redis-password-file, /no/such/file",
        "gatefarm.redis-ca-file=/no/such/ca.pem, '', gatefarm.redis-ca-file, /no/such/ca.pem",
        "gatefarm.redis-cert-file=/no/such/cert.pem, '', gatefarm.redis-cert-file, /no/such/cert.pem",
        "gatefarm.redis-key-file=/no/such/key.pem, '', gatefarm.redis-key-file, /no/such/key.pem",
    })
    void start_loginOrTlsThatCannotBe_namesThePropertyToChange(
            String property, String other, String named, String problem) {
        String output = BootApp.outputOfFailedStart(BootApp.Plain.class, NOWHERE, property, other);

        assertThat(output)
                .contains("APPLICATION FAILED TO START", named, problem)
                .doesNotContain("hush")
                .doesNotContain("\tat ");
    }
}
