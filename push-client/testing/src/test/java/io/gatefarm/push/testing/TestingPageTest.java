package io.gatefarm.push.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/testing.md says in Java is what the example's package compiles and runs. */
final class TestingPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "testing.md");
    private static final Path EXAMPLE = Path.of("src", "test", "java", "io", "gatefarm", "push", "testing", "example");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void javaBlocks_ofThePage_standInTheExample() throws IOException {
        String sources =
                Files.readString(EXAMPLE.resolve("Orders.java")) + Files.readString(EXAMPLE.resolve("OrdersTest.java"));
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        int count = 0;
        while (blocks.find()) {
            assertThat(withoutIndent(sources)).contains(withoutIndent(blocks.group(1)));
            count++;
        }
        assertThat(count).isEqualTo(4);
    }

    private static String withoutIndent(String code) {
        return code.lines().map(String::strip).reduce("", (before, line) -> before + line + "\n");
    }
}
