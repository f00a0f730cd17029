package io.gatefarm.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.push.Gateway;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say in Java is what this package compiles, and no method of the push API is missing in them. */
class DocsPagesTest {
    private static final Path PAGES = Path.of("..", "..", "docs");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "gatefarm", "docs");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"migrating-from-gatewayworker.md", "push-api.md"})
    void javaBlocks_ofThePage_standInTheCompiledSources(String page) throws IOException {
        String sources = sources();

        List<String> blocks = blocks(page);

        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            assertThat(sources).contains(withoutIndent(block));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrating-from-gatewayworker.md", "push-api.md"})
    void methodsOfTheGateway_everyOne_isOnThePage(String page) throws IOException {
        String text = Files.readString(PAGES.resolve(page));

        Set<String> missing = new TreeSet<>();
        for (Method method : Gateway.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !text.contains(method.getName())) {
                missing.add(method.getName());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void linksToOtherPages_ofBothPages_leadToFiles() throws IOException {
        Pattern link = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
        for (String page : List.of("migrating-from-gatewayworker.md", "push-api.md")) {
            Matcher links = link.matcher(Files.readString(PAGES.resolve(page)));
            while (links.find()) {
                assertThat(PAGES.resolve(links.group(1))).as(page).exists();
            }
        }
    }

    private static List<String> blocks(String page) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(PAGES.resolve(page)));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static String sources() throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                all.append(withoutIndent(Files.readString(file)));
            }
        }
        return all.toString();
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).reduce("", (before, line) -> before + line + "\n");
    }
}
