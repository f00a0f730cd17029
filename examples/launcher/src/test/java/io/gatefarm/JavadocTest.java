package io.gatefarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the JDK's javadoc with doclint over the modules that applications use. */
class JavadocTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final List<String> MODULES = List.of("redis", "redis/embedded", "push-client", "worker", "gateway");
    /** A finding of javadoc with the source line it is about. */
    private static final Pattern FINDING = Pattern.compile("(\\S+\\.java:\\d+: (?:warning|error)[^\n]*)\n([^\n]*)");

    private static final List<String> findings = new ArrayList<>();

    @BeforeAll
    static void run(@TempDir Path output) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-Xdoclint:all",
                "-package",
                "-quiet",
                "-Xmaxwarns",
                "10000",
                "-Xmaxerrs",
                "10000",
                "-encoding",
                "UTF-8"));
        arguments.addAll(List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path")));
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
            }
        }
        var written = new StringWriter();
        var writer = new PrintWriter(written);

        ToolProvider.findFirst("javadoc").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));

        Matcher matcher = FINDING.matcher(written.toString());
        while (matcher.find()) {
            findings.add(matcher.group(1) + " | " + matcher.group(2).strip());
        }
    }

    @Test
    void comments_ofEveryModule_haveNoBrokenLinkOrTag() {
        assertThat(findings.stream().filter(JavadocTest::isBroken)).isEmpty();
    }

    /** What is only not written, a tag or a comment, is left to judgement; a public type is not. */
    private static boolean isBroken(String finding) {
        return !finding.contains("warning: no ") && !finding.contains("warning: use of default constructor");
    }

    @Test
    void publicTypes_everyOne_hasAComment() {
        assertThat(findings.stream().filter(JavadocTest::isAboutAType)).isEmpty();
    }

    private static boolean isAboutAType(String finding) {
        return finding.contains("warning: no comment")
                && finding.matches(".*\\| public .*\\b(class|interface|record|enum|@interface) .*");
    }

    @Test
    void findings_ofAParameterWithoutTag_areSeen() {
        assertThat(findings).anyMatch(finding -> finding.contains("warning: no @param"));
    }
}
