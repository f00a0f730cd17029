package io.gatefarm.bench.simulation.wire;

import io.gatefarm.bench.simulation.memory.MemoryRedis;
import io.gatefarm.bench.simulation.memory.RedisError;
import io.gatefarm.bench.simulation.memory.RedisServer;
import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All connections between processes and Redis, and what can happen to them: a connection is cut with requests and replies on
 * their way, a request of a dead connection comes late, Redis pauses, another Redis takes over.
 */
public final class SimulatedNetwork implements World.Step, MemoryRedis.Channels {
    private final World world;
    private final RedisConfig config;
    private final String app;
    private final List<SimulatedLink> links = new ArrayList<>();
    private final Map<String, List<Inbox>> inboxes = new HashMap<>();
    /** Requests of connections that are gone, which Redis still gets, each connection's in order. */
    private final List<ArrayDeque<List<String>>> late = new ArrayList<>();

    private final Map<String, Integer> counts = new HashMap<>();
    private RedisServer server = arguments -> null;
    private Runnable tick = () -> {};
    private BiConsumer<List<String>, @Nullable Object> watcher = (request, reply) -> {};
    private double cutChance;
    private boolean paused;
    private long changes;
    private int runId;

    public SimulatedNetwork(World world, String app) {
        this.world = world;
        this.app = app;
        this.config = RedisConfig.of("redis://simulation:6379");
        world.add(this);
    }

    /** What answers. */
    public void serve(RedisServer redis) {
        server = redis;
    }

    /** @param watching sees each command that ran, and its reply or {@link RedisError} */
    public void watch(BiConsumer<List<String>, @Nullable Object> watching) {
        watcher = watching;
    }

    /** How often a request or its reply finds its connection cut. */
    public void setCutChance(double chance) {
        cutChance = chance;
    }

    /** A process's way to Redis, with connections of its own. */
    public FarmRedis open(SimulatedProcess process) {
        return FarmRedis.over(new SimulatedConnections(this, process), app);
    }

    World world() {
        return world;
    }

    RedisConfig config() {
        return config;
    }

    double cutChance() {
        return cutChance;
    }

    boolean isPaused() {
        return paused;
    }

    /** Grows with every command, so that a blocked read looks again. */
    long changes() {
        return changes;
    }

    void add(SimulatedLink link) {
        links.add(link);
        world.add(link);
    }

    void remove(SimulatedLink link) {
        links.remove(link);
        world.remove(link);
    }

    List<SimulatedLink> links() {
        return links;
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** What has happened to requests, replies and frames. */
    public Map<String, Integer> counts() {
        return counts;
    }

    /** Runs a command; a {@link RedisError} is its reply. */
    @Nullable
    Object execute(List<String> words) {
        changes++;
        Object reply;
        try {
            tick.run();
            reply = server.execute(words);
        } catch (RedisError e) {
            reply = e;
        }
        watcher.accept(words, reply);
        return reply;
    }

    /** @param clock brings the server's clock up to date before each command */
    public void beforeCommands(Runnable clock) {
        tick = clock;
    }

    /** Redis takes requests and answers none until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /** Another server, with other data, takes over: every connection is new. */
    public void failOver(MemoryRedis redis, MemoryRedis.Snapshot data) {
        redis.restore(data);
        runId++;
        late.clear();
        for (SimulatedLink link : List.copyOf(links)) {
            link.cut(false);
        }
        inboxes.values().forEach(subscribers -> subscribers.forEach(inbox -> inbox.cut(world.between(20, 400))));
    }

    /** Which server it is; each that takes over has another. */
    public int runId() {
        return runId;
    }

    /** A process has ended; what it had sent may still come. */
    public void killed(SimulatedProcess process) {
        for (SimulatedLink link : List.copyOf(links)) {
            if (link.process() == process) {
                link.abandon();
            }
        }
        inboxes.values()
                .forEach(list -> list.removeIf(inbox -> {
                    boolean gone = inbox.process == process;
                    if (gone) {
                        world.remove(inbox);
                    }
                    return gone;
                }));
    }

    void comesLate(List<List<String>> requests) {
        if (!requests.isEmpty()) {
            late.add(new ArrayDeque<>(requests));
        }
    }

    /** A late request can come now. */
    @Override
    public boolean isPossible() {
        return !paused && !late.isEmpty() && world.random().nextInt(20) == 0;
    }

    @Override
    public void run() {
        var requests = world.pick(late);
        List<String> words = requests.remove();
        if (requests.isEmpty()) {
            late.remove(requests);
        }
        count("late requests");
        if (!words.get(0).toUpperCase(Locale.ROOT).equals("XREAD")) {
            execute(words);
        }
    }

    /** Subscribes a process to a channel; the listener runs in it, message by message. */
    public Inbox subscribe(SimulatedProcess process, String channel, java.util.function.Consumer<String> listener) {
        var inbox = new Inbox(process, listener);
        inboxes.computeIfAbsent(channel, name -> new ArrayList<>()).add(inbox);
        world.add(inbox);
        return inbox;
    }

    @Override
    public void publish(String channel, String message) {
        inboxes.getOrDefault(channel, List.of()).forEach(inbox -> inbox.put(message));
    }

    @Override
    public long subscribers(String channel) {
        return inboxes.getOrDefault(channel, List.of()).stream()
                .filter(Inbox::hears)
                .count();
    }

    /** One subscription: messages on their way to it, in order. */
    public final class Inbox implements World.Step {
        private final SimulatedProcess process;
        private final java.util.function.Consumer<String> listener;
        private final ArrayDeque<String> messages = new ArrayDeque<>();
        private long deafUntilMs;

        private Inbox(SimulatedProcess process, java.util.function.Consumer<String> listener) {
            this.process = process;
            this.listener = listener;
        }

        private void put(String message) {
            if (!hears()) {
                count("frames lost");
            } else {
                messages.add(message);
            }
        }

        private boolean hears() {
            return world.nowMs() >= deafUntilMs;
        }

        /** Its connection is lost, with what is on its way and what comes until it is back. */
        public void cut(long ms) {
            counts.merge("frames lost", messages.size(), Integer::sum);
            messages.clear();
            deafUntilMs = world.nowMs() + ms;
        }

        @Override
        public boolean isPossible() {
            return !messages.isEmpty() && !process.isHung() && !process.isDead();
        }

        @Override
        public void run() {
            listener.accept(messages.remove());
        }
    }
}
