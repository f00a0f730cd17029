package io.gatefarm.bench.simulation.farm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What clients have done and what the app was told, event by event, and what is wrong with it. An event is a client's number: 0
 * is its open, 1, 2, .. its messages, {@link #CLOSE} its close.
 */
final class Ledger {
    /** The number of a close, above all others. */
    static final int CLOSE = 1_000_000;

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> violations = new TreeMap<>();
    private final List<String> details = new ArrayList<>();

    /** One client. */
    static final class Account {
        final String id;
        final String gateway;
        /** Events that its gateway has taken. */
        final Set<Integer> made = new TreeSet<>();
        /** Events that Redis has, or workers have handled. */
        Set<Integer> kept = new HashSet<>();

        final Set<Integer> started = new HashSet<>();
        final Set<Integer> done = new HashSet<>();
        /** Events whose handler has failed. */
        final Set<Integer> failed = new HashSet<>();

        final Set<String> closeKeys = new TreeSet<>();
        /** Events that may be missing: they went with a process, before or while Redis went, too. */
        final Set<Integer> excused = new HashSet<>();

        int last = -1;
        /** Workers whose handler of this client runs, and when it began. */
        final Map<FarmWorker, Integer> running = new LinkedHashMap<>();
        /** The number last written to the session for sure; -1 when none was. */
        int written = -1;
        /** Numbers that may be there instead. */
        final Set<Integer> maybe = new HashSet<>();
        /** Handlers that had lost their lease ran beside others, or Redis lost sessions. */
        boolean tainted;
        /** The app has closed it: its messages may be passed over. */
        boolean dismissed;

        Account(String id, String gateway) {
            this.id = id;
            this.gateway = gateway;
        }
    }

    Account open(String id, String gateway) {
        var account = new Account(id, gateway);
        accounts.put(id, account);
        return account;
    }

    Account account(String id) {
        Account account = accounts.get(id);
        if (account == null) {
            throw new IllegalStateException("unknown client " + id);
        }
        return account;
    }

    Map<String, Account> accounts() {
        return accounts;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    void count(String what, int by) {
        counts.merge(what, by, Integer::sum);
    }

    Map<String, Integer> counts() {
        return counts;
    }

    /** Something that must never be. */
    void violated(String what) {
        violations.merge(what, 1, Integer::sum);
    }

    Map<String, Integer> violations() {
        return violations;
    }

    /** What the violations are about, for people. */
    List<String> details() {
        return details;
    }

    // ---- what the app sees

    /** A handler begins; sees to the order of first handling. */
    void begins(Account account, int number, boolean redelivered) {
        count("handlers begun");
        if (!account.started.add(number)) {
            count("repeats");
            if (!redelivered) {
                count("repeats not marked");
            }
            return;
        }
        if (redelivered) {
            count("first handlings marked");
        }
        if (number < account.last) {
            violated("out of order");
        }
        account.last = Math.max(account.last, number);
    }

    /** A handler has ended in order, or its event is in the dead letters. */
    void ended(Account account, int number) {
        account.done.add(number);
        account.kept.add(number);
    }

    /** The process that took the events is gone: what Redis does not have went with it. */
    void gatewayGone(String gateway) {
        for (Account account : accounts.values()) {
            if (account.gateway.equals(gateway)) {
                for (int number : account.made) {
                    if (!account.kept.contains(number) && account.excused.add(number)) {
                        count("events lost with a gateway");
                    }
                }
            }
        }
    }

    // ---- at the end

    /** Adds up what is missing. */
    void close() {
        for (Account account : accounts.values()) {
            for (int number : account.made) {
                boolean passedOver = account.dismissed && number != 0 && number != CLOSE;
                if (!account.done.contains(number) && !account.excused.contains(number) && !passedOver) {
                    violated(number == CLOSE ? "close lost" : number == 0 ? "open lost" : "message lost");
                    details.add(account.id + " of " + account.gateway + ": " + number + " was not handled");
                }
            }
            if (account.started.contains(0) && !account.done.contains(CLOSE) && !account.excused.contains(CLOSE)) {
                violated("opened client without close");
                details.add(account.id + " of " + account.gateway + ": no close");
            }
            if (account.closeKeys.size() > 1) {
                violated("two close keys");
            }
        }
    }
}
