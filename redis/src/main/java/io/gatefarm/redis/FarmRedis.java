package io.gatefarm.redis;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.channel.OutboundChannel;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisConnections;
import io.gatefarm.redis.connection.RedisConnector;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.HeldClients;
import io.gatefarm.redis.directory.Listings;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.overview.FarmOverview;
import io.gatefarm.redis.script.FunctionLibrary;
import io.gatefarm.redis.script.LoadFunctions;
import io.gatefarm.redis.script.ScriptRunner;
import io.gatefarm.redis.stream.DeadLetters;
import io.gatefarm.redis.stream.InboundStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One process's way to one app's data in Redis: {@code try (var redis = FarmRedis.open(config, "chat")) { .. }}. The roles
 * share one connection for commands; leases have one of their own, so that a beat never waits behind a burst. Thread-safe.
 */
public final class FarmRedis implements AutoCloseable {
    /** Partitions of an app that nobody has configured otherwise. */
    public static final int DEFAULT_PARTITIONS = 8;

    /** Of the keys and what is in them; for a later release that must tell. */
    private static final int SCHEMA_VERSION = 1;

    private final RedisConnections connector;
    private final Keys keys;
    private final ScriptRunner commands;
    private final List<ScriptRunner> opened = new ArrayList<>();
    private final List<Runnable> whenReconnected = new CopyOnWriteArrayList<>();

    private FarmRedis(RedisConnections connector, Keys keys) {
        this.connector = connector;
        this.keys = keys;
        this.commands = connection();
    }

    /**
     * Connects.
     *
     * @param app the app's name, see {@link Keys}
     * @throws io.gatefarm.redis.connection.RedisUnavailableException that names the address when Redis cannot be reached
     */
    public static FarmRedis open(RedisConfig config, String app) {
        return over(RedisConnector.create(config), app);
    }

    /** As {@link #open}, over connections from elsewhere; closes them when it is closed, or fails. */
    public static FarmRedis over(RedisConnections connector, String app) {
        try {
            return new FarmRedis(connector, new Keys(app));
        } catch (RuntimeException e) {
            connector.close();
            throw e;
        }
    }

    private ScriptRunner connection() {
        var runner = ScriptRunner.open(connector, () -> whenReconnected.forEach(Runnable::run));
        synchronized (opened) {
            opened.add(runner);
        }
        return runner;
    }

    /**
     * Has something done each time a connection for commands was lost and is back: what is there now may be another Redis, or one
     * that has lost data.
     *
     * @param action runs on an I/O thread before any answer of that connection comes; must not block
     */
    public void whenReconnected(Runnable action) {
        whenReconnected.add(action);
    }

    public Keys keys() {
        return keys;
    }

    /**
     * The number of partitions of the app, set by its first process.
     *
     * @param wanted what this process is configured to, or 0 for whatever is set ({@link #DEFAULT_PARTITIONS} when nothing is)
     * @throws IllegalArgumentException when another number is set
     */
    public int partitions(int wanted) {
        if (wanted < 0 || wanted > ClientIds.MAX_PARTITIONS) {
            throw new IllegalArgumentException(
                    "partitions must be 1 to " + ClientIds.MAX_PARTITIONS + " (or 0 for what is set) but is " + wanted);
        }
        int set = storedPartitions(wanted == 0 ? DEFAULT_PARTITIONS : wanted);
        if (wanted != 0 && wanted != set) {
            throw new IllegalArgumentException("partitions is " + wanted + " but app " + keys.app()
                    + " was set up with " + set + " (HGET " + keys.meta() + " partitions)");
        }
        return set;
    }

    private int storedPartitions(int first) {
        var patience = connector.config().commandTimeout();
        try {
            byte[] stored = RedisFailures.await(commands.commands().hget(keys.meta(), "partitions"), patience);
            if (stored == null) { // else nothing is written: a full Redis would refuse it
                RedisFailures.await(
                        commands.commands().hsetnx(keys.meta(), "version", bytes(SCHEMA_VERSION)), patience);
                RedisFailures.await(commands.commands().hsetnx(keys.meta(), "partitions", bytes(first)), patience);
                stored = RedisFailures.await(commands.commands().hget(keys.meta(), "partitions"), patience);
            }
            return Integer.parseInt(new String(stored, StandardCharsets.UTF_8));
        } catch (RedisRefusedException e) {
            throw RedisFailures.translate(e, connector.config(), "the hash " + keys.meta());
        }
    }

    public InboundStream inbound() {
        return new InboundStream(connector, commands, keys);
    }

    /** Events that failed for good. */
    public DeadLetters deadLetters() {
        return new DeadLetters(commands, keys);
    }

    public OutboundChannel outbound() {
        return new OutboundChannel(connector, commands, keys);
    }

    public Directory directory() {
        return new Directory(commands, keys);
    }

    /** The directory's lists. */
    public Listings listings() {
        return new Listings(commands, keys);
    }

    /** What the directory has of one gateway's clients. */
    public HeldClients heldClients(String gatewayId) {
        return new HeldClients(commands, keys, gatewayId);
    }

    /** What an operator wants to see. */
    public FarmOverview overview() {
        return new FarmOverview(commands, keys);
    }

    /** Gateways' leases, on a connection of their own. */
    public GatewayLeases gatewayLeases() {
        return new GatewayLeases(connection(), keys);
    }

    /** Workers' and partitions' leases, on a connection of their own. */
    public PartitionLeases partitionLeases() {
        return new PartitionLeases(connection(), keys);
    }

    /**
     * Puts the console's functions for {@code FCALL} into Redis; they are there for all its apps.
     *
     * @return true when they were loaded, false when those in Redis are as new
     */
    public CompletableFuture<Boolean> loadFunctions() {
        return new LoadFunctions(commands, connector.config(), FunctionLibrary.current()).run();
    }

    @Override
    public void close() {
        synchronized (opened) {
            opened.forEach(ScriptRunner::close);
        }
        connector.close();
    }
}
