package io.gatefarm.bench.faults.load;

import io.gatefarm.bench.faults.account.SentConnection;
import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.bench.socket.LoadLoop;
import io.gatefarm.bench.socket.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Clients under way, on one thread of their own. Any thread may call any method. {@link #finish} ends them in order; {@link #close}
 * as well, for those who do not look at the result.
 */
public final class NumberedLoad implements AutoCloseable {
    private static final long TURN_NS = 5_000_000;
    private static final long TARGETS_NS = 50_000_000;
    private static final long SEED = 4_8_15_16;

    private final List<NumberedClient> clients = new ArrayList<>();
    private final int senders;
    private final Supplier<List<Target>> targets;
    private final LoadLoop loop;
    private final Thread thread;
    private volatile boolean sending = true;
    private volatile boolean leaving;
    private volatile String failure = "";

    private NumberedLoad(LoadShape shape, Supplier<List<Target>> targets) {
        this.targets = targets;
        this.senders = shape.clients();
        var random = new SplittableRandom(SEED);
        this.loop = LoadLoop.open(Target.parse("ws://127.0.0.1:1/"), random);
        long nowNs = System.nanoTime();
        long intervalNs = (long) (1e9 / shape.perSecond());
        String padding = "x".repeat(shape.padding());
        for (int i = 0; i < shape.clients() + shape.silent(); i++) {
            boolean silent = i >= shape.clients();
            String name = shape.prefix() + "-" + i;
            clients.add(new NumberedClient(name, silent ? 0 : intervalNs, padding, nowNs, random));
        }
        this.thread = Thread.ofPlatform().daemon().name("load").start(this::run);
    }

    /** Begins to connect and to send. {@code targets} is asked 20 times a second. */
    public static NumberedLoad start(LoadShape shape, Supplier<List<Target>> targets) {
        return new NumberedLoad(shape, targets);
    }

    private void run() {
        try (loop) {
            List<Target> open = List.of();
            long askedNs = System.nanoTime() - TARGETS_NS;
            while (!leaving) {
                long nowNs = System.nanoTime();
                if (nowNs - askedNs >= TARGETS_NS) {
                    open = targets.get();
                    askedNs = nowNs;
                }
                for (NumberedClient client : clients) {
                    client.act(loop, open, nowNs, sending);
                }
                loop.turn(nowNs + TURN_NS);
            }
            clients.forEach(NumberedClient::leave);
        } catch (RuntimeException e) {
            failure = e.toString();
        }
    }

    /** Whether every sender has got back a message that it sent after this moment. */
    public boolean flowsSince(long ns) {
        return clients.stream().limit(senders).allMatch(client -> client.echoedSentNs() - ns > 0);
    }

    /** The senders that have not, by number. */
    public List<Integer> waitingSince(long ns) {
        List<Integer> waiting = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            if (clients.get(i).echoedSentNs() - ns <= 0) {
                waiting.add(i);
            }
        }
        return waiting;
    }

    /** Clients whose connection is open. */
    public long open() {
        return clients.stream().filter(NumberedClient::isOpen).count();
    }

    /** All clients there are. */
    public int clients() {
        return clients.size();
    }

    /** The client's next message says this, see {@link io.gatefarm.bench.faults.account.JournalEvents}. */
    public void say(int client, String what) {
        clients.get(client).say(what);
    }

    /** Nobody sends any more; connections stay. */
    public void hush() {
        sending = false;
    }

    /** Every connection there was and is. */
    public List<SentConnection> connections() {
        return clients.stream().flatMap(client -> client.connections().stream()).toList();
    }

    /**
     * Every client leaves; returns all connections there were.
     *
     * @throws LoadFailedException when the load itself has failed
     */
    public List<SentConnection> finish() {
        close();
        if (!failure.isEmpty()) {
            throw new LoadFailedException("the load failed: " + failure);
        }
        return connections();
    }

    @Override
    public void close() {
        leaving = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
