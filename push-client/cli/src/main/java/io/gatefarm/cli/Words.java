package io.gatefarm.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people say them. */
final class Words {
    private Words() {}

    static String count(long number, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
