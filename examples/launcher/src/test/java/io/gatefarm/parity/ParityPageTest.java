package io.gatefarm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/parity.md names tests that there are, and all that are named after a behaviour. */
class ParityPageTest {
    private static final int BEHAVIOURS = 38;
    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(");
    private static final Pattern AFTER_A_BEHAVIOUR = Pattern.compile("parity(\\d\\d)_\\w+");

    /** What each row says of its tests, by number. */
    private static final Map<Integer, String> TESTS = new TreeMap<>();
    /** Test methods by simple class name; classes of one name together. */
    private static final Map<String, List<String>> METHODS = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        String page = Files.readString(ROOT.resolve("docs").resolve("parity.md"));
        ROW.matcher(page).results().forEach(row -> TESTS.put(Integer.valueOf(row.group(1)), row.group(3)));
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(ParityPageTest::isTestSource).forEach(ParityPageTest::readMethods);
        }
    }

    private static boolean isTestSource(Path file) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        return path.contains("src/test/java/") && path.endsWith(".java") && !path.contains("target/");
    }

    private static void readMethods(Path file) {
        String type = file.getFileName().toString().replace(".java", "");
        try {
            METHOD.matcher(Files.readString(file))
                    .results()
                    .forEach(method -> METHODS.computeIfAbsent(type, t -> new ArrayList<>())
                            .add(method.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MatchResult> named(String tests) {
        return NAMED.matcher(tests).results().toList();
    }

    @Test
    void page_everyBehaviour_hasARowWithATestOrSaysThatItHasNone() {
        assertThat(TESTS.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList());
        assertThat(TESTS)
                .allSatisfy(
                        (number, tests) -> assertThat(!named(tests).isEmpty() || tests.contains("not yet tested here"))
                                .as("behaviour " + number + ": " + tests)
                                .isTrue());
    }

    @Test
    void page_everyTestNamed_exists() {
        assertThat(TESTS)
                .allSatisfy((number, tests) -> assertThat(named(tests))
                        .allSatisfy(test -> assertThat(METHODS.getOrDefault(test.group(1), List.of()))
                                .as("behaviour " + number + " names " + test.group())
                                .contains(test.group(2))));
    }

    @Test
    void page_everyTestNamedAfterABehaviour_standsInItsRow() {
        METHODS.forEach((type, methods) -> methods.forEach(method -> {
            var number = AFTER_A_BEHAVIOUR.matcher(method);
            if (number.matches()) {
                assertThat(TESTS.getOrDefault(Integer.valueOf(number.group(1)), "no row"))
                        .contains("`" + type + "." + method + "`");
            }
        }));
    }
}
