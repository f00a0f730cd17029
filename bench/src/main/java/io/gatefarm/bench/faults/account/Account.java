package io.gatefarm.bench.faults.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of everything that was sent. Immutable.
 *
 * @param connections that were opened
 * @param sent messages given to their sockets
 * @param lost messages never handled that no end of a connection explains
 * @param unread messages never handled at the end of a connection that the client did not end, sent within the allowed time before
 * @param oldestUnread how long before that end the oldest of them was sent
 * @param repeatedMarked callbacks beyond an event's first that knew it
 * @param repeatedUnmarked and that did not
 * @param keysChanged events that came again under another key
 * @param outOfOrder events whose first callback came after that of a later event of their client
 * @param opensLost opened connections without {@code onConnect}
 * @param closesLost clients without {@code onClose}
 * @param ended connections that the client did not end, by reason
 * @param examples some of what is wrong, in words
 */
public record Account(
        int connections,
        long sent,
        long lost,
        long unread,
        Duration oldestUnread,
        long repeatedMarked,
        long repeatedUnmarked,
        long keysChanged,
        long outOfOrder,
        long opensLost,
        long closesLost,
        Map<String, Integer> ended,
        List<String> examples) {
    private static final int MAX_EXAMPLES = 6;

    /** Whether every message was handled that shall be, and every close. */
    public boolean complete() {
        return lost == 0 && opensLost == 0 && closesLost == 0;
    }

    /**
     * Draws it up.
     *
     * @param connections of one load; their names begin with {@code prefix}, and what else the journals hold is passed over
     * @param tail how long before an unasked end messages may have been sent that nobody read
     */
    public static Account of(List<SentConnection> connections, Journals journals, String prefix, Duration tail) {
        return new Making(journals.lines(), prefix, tail).of(connections);
    }

    /** One drawing up. */
    private static final class Making {
        private final Duration tail;
        private final Map<String, Handled> byConnection = new HashMap<>();
        private final Map<String, Handled> byClient = new HashMap<>();
        private final List<String> examples = new ArrayList<>();
        private long repeatedMarked;
        private long repeatedUnmarked;
        private long keysChanged;
        private long sent;
        private long lost;
        private long unread;
        private long oldestUnreadNs;
        private long outOfOrder;
        private long opensLost;

        Making(List<JournalLine> lines, String prefix, Duration tail) {
            this.tail = tail;
            for (JournalLine line : lines) {
                if (line.kind() != JournalLine.Kind.CLOSE && line.text().startsWith(prefix)) {
                    String name = line.text().split(" ", 2)[0];
                    Handled handled = byConnection.computeIfAbsent(name, n -> new Handled());
                    byClient.put(line.clientId(), handled);
                }
            }
            List<JournalLine> byTime = new ArrayList<>(lines);
            byTime.sort(Comparator.comparingLong(JournalLine::ns));
            for (JournalLine line : byTime) {
                Handled handled = byClient.get(line.clientId());
                if (handled != null) {
                    handled.clientIds.add(line.clientId());
                    add(handled, line);
                }
            }
        }

        private void add(Handled handled, JournalLine line) {
            String event = line.kind() == JournalLine.Kind.MESSAGE
                    ? line.text().split(" ", 3)[1]
                    : line.kind().name();
            String key = handled.keys.putIfAbsent(event, line.key());
            if (key != null && !key.equals(line.key())) {
                keysChanged++;
                example("another key: " + line.key() + " after " + key);
            }
            boolean first = switch (line.kind()) {
                case OPEN -> handled.open(line.ns());
                case CLOSE -> handled.close(line.ns());
                case MESSAGE -> handled.message(Integer.parseInt(line.text().split(" ", -1)[1]), line.ns());
            };
            if (!first && line.redelivered()) {
                repeatedMarked++;
            } else if (!first) {
                repeatedUnmarked++;
                example("again and not marked: " + line.kind() + " " + line.text() + " of " + line.clientId());
            }
        }

        Account of(List<SentConnection> connections) {
            Map<String, Integer> ended = new TreeMap<>();
            int opened = 0;
            for (SentConnection connection : connections) {
                Handled handled = byConnection.getOrDefault(connection.name(), new Handled());
                opened += connection.wasOpened() ? 1 : 0;
                sent += connection.sent();
                if (connection.endedUnasked()) {
                    ended.merge(connection.endReason(), 1, Integer::sum);
                }
                compare(connection, handled);
            }
            long closesLost = byConnection.entrySet().stream()
                    .filter(entry -> entry.getValue().closedNs == 0)
                    .peek(entry -> example("no close: " + entry.getKey() + " " + entry.getValue().clientIds))
                    .count();
            return new Account(
                    opened,
                    sent,
                    lost,
                    unread,
                    Duration.ofNanos(oldestUnreadNs),
                    repeatedMarked,
                    repeatedUnmarked,
                    keysChanged,
                    outOfOrder,
                    opensLost,
                    closesLost,
                    ended,
                    List.copyOf(examples));
        }

        private void compare(SentConnection connection, Handled handled) {
            int last = connection.sent() - 1;
            while (last >= 0
                    && !handled.messages.containsKey(last)
                    && mayBeUnread(connection, connection.sentNs(last))) {
                unread++;
                oldestUnreadNs = Math.max(oldestUnreadNs, connection.endedNs() - connection.sentNs(last));
                last--;
            }
            boolean openMayBeUnread = last < 0 && mayBeUnread(connection, connection.openedNs());
            if (connection.wasOpened() && handled.openedNs == 0 && !openMayBeUnread) {
                opensLost++;
                example("no open: " + connection.name() + ", ended " + connection.endReason());
            }
            long latest = handled.openedNs;
            for (int n = 0; n <= last; n++) {
                Long ns = handled.messages.get(n);
                if (ns == null) {
                    lost++;
                    example("lost: " + connection.name() + " " + n + " of " + connection.sent() + ", ended "
                            + connection.endReason());
                } else if (ns - latest < 0) {
                    outOfOrder++;
                    example("out of order: " + connection.name() + " " + n);
                } else {
                    latest = ns;
                }
            }
            if (handled.closedNs != 0 && handled.closedNs - latest < 0) {
                outOfOrder++;
                example("close before the last message: " + connection.name());
            }
        }

        private boolean mayBeUnread(SentConnection connection, long ns) {
            return connection.endedUnasked() && connection.endedNs() - ns <= tail.toNanos();
        }

        private void example(String what) {
            if (examples.size() < MAX_EXAMPLES) {
                examples.add(what);
            }
        }
    }

    /** When the events of one connection were handled first. */
    private static final class Handled {
        final Set<String> clientIds = new HashSet<>();
        final Map<Integer, Long> messages = new HashMap<>();
        final Map<String, String> keys = new HashMap<>();
        long openedNs;
        long closedNs;

        boolean open(long ns) {
            boolean first = openedNs == 0;
            openedNs = first ? ns : openedNs;
            return first;
        }

        boolean close(long ns) {
            boolean first = closedNs == 0;
            closedNs = first ? ns : closedNs;
            return first;
        }

        boolean message(int number, long ns) {
            return messages.putIfAbsent(number, ns) == null;
        }
    }
}
