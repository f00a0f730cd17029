package io.gatefarm.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns: texts to the left, numbers to the right. What does not fit the width is cut off in the last column, which ends
 * with an ellipsis. Control characters of names are shown as {@code ?}: a name must not steer the terminal.
 */
final class Table {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final boolean[] numbers;

    /** @param headings a heading that begins with '>' is of a column of numbers */
    Table(String... headings) {
        this.numbers = new boolean[headings.length];
        String[] shown = new String[headings.length];
        for (int i = 0; i < headings.length; i++) {
            numbers[i] = headings[i].startsWith(">");
            shown[i] = numbers[i] ? headings[i].substring(1) : headings[i];
        }
        rows.add(shown);
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell.toString().replaceAll("\\p{Cntrl}", "?"))
                .toArray(String[]::new));
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The lines, each with its end. */
    String print(int width) {
        int[] widths = new int[numbers.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], length(row[i]));
            }
        }
        var text = new StringBuilder();
        rows.forEach(row -> text.append(line(row, widths, width)).append(System.lineSeparator()));
        return text.toString();
    }

    private String line(String[] row, int[] widths, int width) {
        var line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            String gap = i == 0 ? "" : GAP;
            String padding = " ".repeat(widths[i] - length(row[i]));
            line.append(gap).append(numbers[i] ? padding + row[i] : row[i] + padding);
        }
        String whole = line.toString().stripTrailing();
        return length(whole) <= width ? whole : cut(whole, width);
    }

    private static String cut(String line, int width) {
        return line.substring(0, line.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
