package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What may come of a fault. That nothing is out of order and nothing repeated without a mark or under
 * another key, that every connection has its open and
 * every client its close, holds for all of them.
 *
 * @param heal how long until messages of every client flow again
 * @param unread how long before an end that the client did not ask for messages may have been sent that nobody read; zero when no
 *     connection may end at all
 */
public record Expectation(Duration heal, Duration unread) {
    /** Nothing is lost and nobody is thrown out. */
    public static Expectation nothingLost(int healSeconds) {
        return new Expectation(Duration.ofSeconds(healSeconds), Duration.ZERO);
    }

    /** Connections end, and of what was sent on them shortly before some was not read. */
    public static Expectation connectionsEnd(int healSeconds, Duration unread) {
        return new Expectation(Duration.ofSeconds(healSeconds), unread);
    }

    /** What is not as it shall be, in words. */
    public List<String> violations(Account account) {
        List<String> wrong = new ArrayList<>();
        say(wrong, account.lost(), "messages lost");
        say(wrong, account.outOfOrder(), "events out of order");
        say(wrong, account.repeatedUnmarked(), "events repeated without a mark");
        say(wrong, account.keysChanged(), "events repeated under another key");
        say(wrong, account.opensLost(), "connections without onConnect");
        say(wrong, account.closesLost(), "clients without onClose");
        if (unread.isZero() && !account.ended().isEmpty()) {
            wrong.add("connections ended: " + account.ended());
        }
        if (!wrong.isEmpty()) {
            wrong.addAll(account.examples());
        }
        return wrong;
    }

    private static void say(List<String> wrong, long count, String what) {
        if (count > 0) {
            wrong.add(count + " " + what);
        }
    }
}
