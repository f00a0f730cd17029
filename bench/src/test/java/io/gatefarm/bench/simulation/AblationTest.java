package io.gatefarm.bench.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each rule of the scripts is good for: taken out, some run breaks a promise. {@code -Dsimulation.ablations=500} tries so many
 * seeds per rule.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AblationTest {
    private static final Logger log = LoggerFactory.getLogger(AblationTest.class);

    /**
     * A protective rule.
     *
     * @param script a word of the script's own header, so that the rule is taken out of that script only; "" for all
     * @param text what stands for it in the script
     * @param instead what the script has without it
     */
    record Rule(String name, String script, String text, String instead, int seeds) implements UnaryOperator<String> {
        @Override
        public String apply(String source) {
            if (!source.contains(text) || !source.contains(script)) {
                return source;
            }
            return source.replace(text, instead);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "commits are fenced by owner and epoch",
                        "",
                        "if lease[1] ~= worker or lease[2] ~= epoch then return 0 end",
                        "",
                        60),
                new Rule(
                        "commits keep the unfinished ids",
                        "",
                        "'unfinished', unfinished, 'trying'",
                        "'unfinished', '', 'trying'",
                        40),
                new Rule(
                        "an append leaves out what is there",
                        "-- append_events:",
                        "if sequence > last then",
                        "if true then",
                        20),
                new Rule(
                        "an append names gaps",
                        "-- append_events:",
                        "if tonumber(ARGV[6]) > last then",
                        "if false then",
                        120),
                new Rule(
                        "the origin names the partition",
                        "-- append_events:",
                        "gateway .. ':' .. partition .. ':' .. sequence",
                        "gateway .. ':0:' .. sequence",
                        60),
                new Rule(
                        "a session outlives its client until the close is handled",
                        "",
                        "redis.call('EXPIRE', session, 86400)",
                        "redis.call('DEL', session)",
                        60),
                new Rule(
                        "clients are restored",
                        "-- restore_client:",
                        "local state = redis.call('HGET', KEYS[1], 'state')",
                        "local state = nil",
                        60),
                new Rule(
                        "dead gateways are swept",
                        "-- sweep_gateway:",
                        "if redis.call('HGET', KEYS[1], 'state') ~= 'dead' then return -1 end",
                        "do return 0 end",
                        40),
                new Rule(
                        "an acquire waits for a whole lease unrenewed",
                        "-- acquire_partition:",
                        "found[2] ~= ARGV[3]",
                        "false",
                        60),
                new Rule(
                        "a close drops the client from its indexes",
                        "-- append_events:",
                        "elseif kind == 'close' then drop_client(client, gateway) end",
                        "end",
                        20));
    }

    /** Rules whose removal showed nothing so far; docs/simulation.md says why. */
    private static final List<String> SILENT =
            List.of("an append leaves out what is there", "the origin names the partition");

    @BeforeAll
    static void keepProductionCodeQuiet() {
        Runs.keepQuiet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void script_withoutRule_breaksAPromise(Rule rule) {
        int most = Integer.getInteger("simulation.ablations", rule.seeds());
        var isThere = new AtomicBoolean();
        var runs = Runs.until(1, most, source -> {
            String edited = rule.apply(source);
            isThere.compareAndSet(false, !edited.equals(source));
            return edited;
        });

        log.info("without: {}: {} {}", rule.name(), runs.failures().size(), runs.violations());
        assertThat(isThere).as("in a script: %s", rule.text()).isTrue();
        if (!SILENT.contains(rule.name())) {
            assertThat(runs.violations())
                    .as("without: %s: %s", rule.name(), runs.failures())
                    .isNotEmpty();
        }
    }
}
