package io.gatefarm.bench.faults.account;

import java.util.Optional;

/**
 * An event that a worker began to handle. Immutable.
 *
 * @param ns when, on the machine's monotonic clock, which its processes share
 * @param key the event's, the same whenever it comes
 * @param redelivered whether the worker knew that it may have been handled before
 * @param text of an open the connection's name, of a message {@code <connection> <number> <what>}, of a close the reason
 */
record JournalLine(long ns, Kind kind, String clientId, String key, boolean redelivered, String text) {
    enum Kind {
        OPEN,
        MESSAGE,
        CLOSE
    }

    /** As it stands in the file, its line end included. */
    String written() {
        return String.join(
                        "\t", Long.toString(ns), kind.name(), clientId, key, Boolean.toString(redelivered), oneLine())
                + "\n";
    }

    private String oneLine() {
        return text.replaceAll("[\t\n]", " ");
    }

    /** Empty for anything but a whole line, such as the half of one whose process was killed. */
    static Optional<JournalLine> parse(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 6) {
            return Optional.empty();
        }
        return Optional.of(new JournalLine(
                Long.parseLong(parts[0]),
                Kind.valueOf(parts[1]),
                parts[2],
                parts[3],
                Boolean.parseBoolean(parts[4]),
                parts[5]));
    }
}
