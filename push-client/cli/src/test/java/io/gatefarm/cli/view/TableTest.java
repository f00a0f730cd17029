package io.gatefarm.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static List<String> lines(Table table, int width) {
        return table.print(width).lines().toList();
    }

    @Test
    void print_textsAndNumbers_areAlignedToTheirSides() {
        var table = new Table("NAME", ">N", "LAST");
        table.row("a", 1, "x");
        table.row("longer", 1234, "y");

        assertThat(lines(table, 80)).containsExactly("NAME       N  LAST", "a          1  x", "longer  1234  y");
    }

    @Test
    void print_tooWide_isCutAtTheWidth() {
        var table = new Table("NAME", "GROUPS");
        table.row("a", "room 1, room 2");

        assertThat(lines(table, 13)).containsExactly("NAME  GROUPS", "a     room 1…");
    }

    @Test
    void print_controlCharacters_areNotPassedToTheTerminal() {
        var table = new Table("GROUP");
        table.row("a\033[2Jb\n");

        assertThat(lines(table, 80)).containsExactly("GROUP", "a?[2Jb?");
    }
}
