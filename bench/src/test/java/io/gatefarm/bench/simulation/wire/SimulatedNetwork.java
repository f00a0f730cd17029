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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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
    private final Map<String, List<Inbox>> inboxes = new LinkedHashMap<>();
    /** Requests of connections that are gone, which Redis still gets, each connection's in order. */
    private final List<ArrayDeque<List<String>>> late = new ArrayList<>();

    private final Map<String, Integer> counts = new HashMap<>();
    private RedisServer server = arguments -> null;
    private Runnable tick = () -> {};
    private BiConsumer<List<String>, @Nullable Object> watcher = (request, reply) -> {};
    private double cutChance;
    private boolean paused;
    private LongSupplier news = () -> 0;
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

    /** Grows when a blocked read should look again. */
    long news() {
        return news.getAsLong();
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

    /**
     * @param clock brings the server's clock up to date before each command
     * @param growing grows when there may be something for a blocked read
     */
    public void beforeCommands(Runnable clock, LongSupplier growing) {
        tick = clock;
        news = growing;
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
        all().toList().forEach(inbox -> inbox.cut(world.between(20, 600)));
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
        all().filter(inbox -> inbox.process == process).toList().forEach(this::unsubscribe);
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

    /** Begins a subscription of a process; its messages go to the listener, one by one and in order. */
    Inbox subscribe(
            SimulatedProcess process,
            Collection<String> channels,
            BiConsumer<String, String> listener,
            Runnable connected) {
        var inbox = new Inbox(process, listener, connected);
        channels.forEach(channel ->
                inboxes.computeIfAbsent(channel, name -> new ArrayList<>()).add(inbox));
        world.add(inbox);
        return inbox;
    }

    void unsubscribe(Inbox inbox) {
        inboxes.values().forEach(list -> list.remove(inbox));
        world.remove(inbox);
    }

    /** Cuts the subscriptions of a process for a while. */
    public void deafen(SimulatedProcess process) {
        all().filter(inbox -> inbox.process == process).toList().forEach(inbox -> inbox.cut(world.between(20, 600)));
    }

    private Stream<Inbox> all() {
        return inboxes.values().stream().flatMap(List::stream).distinct();
    }

    @Override
    public void publish(String channel, String message) {
        inboxes.getOrDefault(channel, List.of()).forEach(inbox -> inbox.put(channel, message));
    }

    @Override
    public long subscribers(String channel) {
        return inboxes.getOrDefault(channel, List.of()).stream()
                .filter(Inbox::hears)
                .count();
    }

    /** One subscription: messages on their way to it, in order. */
    final class Inbox implements World.Step {
        private final SimulatedProcess process;
        private final BiConsumer<String, String> listener;
        private final Runnable connected;
        private final ArrayDeque<Map.Entry<String, String>> messages = new ArrayDeque<>();
        private long deafUntilMs;

        private Inbox(SimulatedProcess process, BiConsumer<String, String> listener, Runnable connected) {
            this.process = process;
            this.listener = listener;
            this.connected = connected;
        }

        private void put(String channel, String message) {
            if (!hears()) {
                count("frames lost");
            } else {
                messages.add(Map.entry(channel, message));
            }
        }

        private boolean hears() {
            return world.nowMs() >= deafUntilMs;
        }

        /** Its connection is lost, with what is on its way and what comes until it is back. */
        private void cut(long ms) {
            counts.merge("frames lost", messages.size(), Integer::sum);
            messages.clear();
            deafUntilMs = world.nowMs() + ms;
            process.after(ms, connected);
        }

        @Override
        public boolean isPossible() {
            return !messages.isEmpty() && !process.isHung() && !process.isDead();
        }

        @Override
        public void run() {
            var message = messages.remove();
            listener.accept(message.getKey(), message.getValue());
        }
    }
}
