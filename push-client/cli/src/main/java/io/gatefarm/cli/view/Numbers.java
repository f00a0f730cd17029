package io.gatefarm.cli.view;

import java.util.Locale;

/** Numbers in tables. */
final class Numbers {
    /** What stands for a rate that is not known. */
    static final String NONE = "-";

    private Numbers() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String what) {
        return count(number) + " " + what + (number == 1 ? "" : "s");
    }

    static String rate(double perSecond) {
        if (Double.isNaN(perSecond)) {
            return NONE;
        }
        return perSecond < 100 ? String.format(Locale.ROOT, "%.1f", perSecond) : count(Math.round(perSecond));
    }

    static String kibibytes(double perSecond) {
        return rate(perSecond / 1024);
    }

    /** Milliseconds as seconds. */
    static String seconds(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }
}
