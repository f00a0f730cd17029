package io.gatefarm.bench.faults.farm;

import io.gatefarm.bench.faults.account.JournalEvents;
import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.bench.socket.Target;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import io.gatefarm.redis.embedded.LocalSentinelConfig;
import io.gatefarm.redis.embedded.LocalSentinelRedis;
import io.gatefarm.redis.key.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Redis with an append-only file, gateways and workers, each a process of its own with a proxy before it. Goes from fault to fault:
 * {@link #restore} starts what was killed and lets go what was held. Owned by one thread; {@link #targets} may be asked by any.
 * {@link #close} ends every process, by its id.
 */
public final class FaultFarm implements AutoCloseable {
    private static final String APP = "faults";
    private static final LocalRedisConfig APPEND_ONLY = LocalRedisConfig.DEFAULTS.withAppendOnly();
    /** A quarter of the default, so that a small heap holds it. */
    private static final String INBOUND_BUFFER = "--inbound-buffer=" + (16 << 20);

    private static final Duration BALANCED = Duration.ofSeconds(15);

    private final FarmShape shape;
    private final Path folder;
    private final Keys keys = new Keys(APP);
    private final List<Member> gateways = new ArrayList<>();
    private final List<Member> workers = new ArrayList<>();
    private final @Nullable LocalSentinelRedis sentinels;
    private volatile LocalRedis redis;

    private FaultFarm(FarmShape shape, Path folder) {
        this.shape = shape;
        this.folder = folder;
        this.sentinels =
                shape.sentinels() ? LocalSentinelRedis.start(LocalSentinelConfig.DEFAULTS.withNode(APPEND_ONLY)) : null;
        this.redis = sentinels == null ? LocalRedis.start(APPEND_ONLY) : sentinels.master();
    }

    /**
     * Starts all of it.
     *
     * @param folder for logs and journals; made when it is not there, and cleared of an earlier farm's journals
     */
    public static FaultFarm start(FarmShape shape, Path folder) {
        try {
            Files.createDirectories(folder);
            try (var journals = Files.newDirectoryStream(folder, "*.journal")) {
                for (Path journal : journals) {
                    Files.delete(journal);
                }
            }
        } catch (IOException e) {
            throw new LoadFailedException("no folder " + folder + ": " + e.getMessage());
        }
        var farm = new FaultFarm(shape, folder);
        try {
            IntStream.range(0, shape.workers()).forEach(farm::addWorker);
            IntStream.range(0, shape.gateways()).forEach(farm::addGateway);
            farm.awaitUp();
            farm.awaitBeats();
            return farm;
        } catch (RuntimeException e) {
            farm.close();
            throw e;
        }
    }

    private void addWorker(int n) {
        String name = "worker" + n;
        var proxy = TcpProxy.start(redis.port());
        workers.add(new Member(name, false, proxy, generation -> {
            Path journal = folder.resolve(name + "-" + generation + ".journal");
            return JvmProcess.start(
                    log(name, generation),
                    List.of("-Xmx96m", "-D" + JournalEvents.FILE + "=" + journal),
                    arguments(
                            "io.gatefarm.worker.WorkerProcess",
                            proxy,
                            "--name=" + name,
                            "--admin-port=0",
                            "--events=" + JournalEvents.class.getName()));
        }));
    }

    private void addGateway(int n) {
        String name = "gateway" + n;
        var proxy = TcpProxy.start(redis.port());
        gateways.add(new Member(
                name,
                true,
                proxy,
                generation -> JvmProcess.start(
                        log(name, generation),
                        List.of("-Xmx" + shape.gatewayHeapMb() + "m"),
                        arguments(
                                "io.gatefarm.gateway.GatewayProcess",
                                proxy,
                                "--port=0",
                                "--admin-port=0",
                                INBOUND_BUFFER))));
    }

    private Path log(String name, int generation) {
        return folder.resolve(name + "-" + generation + ".log");
    }

    private List<String> arguments(String main, TcpProxy proxy, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(main, "--redis-uri=" + uri(proxy), "--app=" + APP, "--partitions=" + shape.partitions()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private String uri(TcpProxy proxy) {
        return sentinels == null ? "redis://127.0.0.1:" + proxy.port() : sentinels.uri();
    }

    public Member gateway(int n) {
        return gateways.get(n);
    }

    public Member worker(int n) {
        return workers.get(n);
    }

    /** All gateways and workers. */
    public List<Member> members() {
        List<Member> all = new ArrayList<>(workers);
        all.addAll(gateways);
        return all;
    }

    /** Where logs and journals are. */
    public Path folder() {
        return folder;
    }

    public Keys keys() {
        return keys;
    }

    /** The Redis that the proxies lead to now, or that the Sentinels call the master. */
    public LocalRedis redis() {
        return sentinels == null ? redis : sentinels.master();
    }

    /**
     * Redis and its Sentinels.
     *
     * @throws IllegalStateException when the farm has none
     */
    public LocalSentinelRedis sentinels() {
        if (sentinels == null) {
            throw new IllegalStateException("a farm without Sentinels");
        }
        return sentinels;
    }

    public RedisConsole console() {
        return new RedisConsole(redis().port());
    }

    /** Where clients connect: the gateways that listen. */
    public List<Target> targets() {
        return gateways.stream().map(Member::target).flatMap(Optional::stream).toList();
    }

    /** Where clients connect to this gateway. */
    public Target targetOf(Member gateway) {
        return gateway.target().orElseThrow(() -> new LoadFailedException(gateway.name() + " does not listen"));
    }

    /** Another Redis like the farm's, empty. The caller closes it, or gives it to {@link #moveTo}. */
    public LocalRedis another() {
        return LocalRedis.start(APPEND_ONLY);
    }

    /** Leads every process to another Redis; the old one is ended. */
    public void moveTo(LocalRedis other) {
        LocalRedis old = redis;
        redis = other;
        members().forEach(member -> member.proxy().leadTo(other.port()));
        old.close();
    }

    /** Replaces what has ended, lets go what was held, and returns when everything serves. */
    public void restore() {
        for (Member member : members()) {
            member.proxy().open();
            member.send(Signal.CONT);
            member.replace();
        }
        awaitUp();
    }

    private void awaitUp() {
        members().forEach(Member::awaitUp);
        // not every fault needs it, so it is no failure
        var unused = Patience.within(BALANCED, this::everyWorkerHasPartitions);
    }

    /** A gateway that nobody has seen beat yet is given a whole lease before it is swept. */
    private void awaitBeats() {
        List<String> before = leaseEnds();
        var unused = Patience.within(BALANCED, () -> {
            List<String> now = leaseEnds();
            return IntStream.range(0, now.size()).noneMatch(n -> now.get(n).equals(before.get(n)));
        });
    }

    private List<String> leaseEnds() {
        var console = console();
        return gateways.stream()
                .map(gateway -> console.text("ZSCORE", keys.gateways(), gateway.gatewayId()))
                .toList();
    }

    private boolean everyWorkerHasPartitions() {
        List<String> owners = owners();
        return owners.stream().noneMatch(String::isEmpty)
                && workers.stream()
                        .allMatch(worker -> owners.stream().anyMatch(o -> o.startsWith(worker.name() + "-")));
    }

    /** Who owns each partition, as its lease says; "" for nobody. */
    public List<String> owners() {
        var console = console();
        return IntStream.range(0, shape.partitions())
                .mapToObj(p -> console.text("HGET", keys.partition(p), "owner"))
                .toList();
    }

    @Override
    public void close() {
        members().forEach(Member::close);
        redis.close();
        if (sentinels != null) {
            sentinels.close();
        }
    }
}
