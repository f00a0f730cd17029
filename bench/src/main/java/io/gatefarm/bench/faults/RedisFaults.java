package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.Member;
import io.gatefarm.bench.faults.farm.Patience;
import io.gatefarm.bench.faults.farm.RedisConsole;
import io.gatefarm.bench.faults.farm.TcpProxy;
import io.gatefarm.redis.embedded.LocalRedis;
import java.time.Duration;
import java.util.List;

/** Rows in which Redis, or the way to it, fails. */
public final class RedisFaults {
    private static final Duration SHORT = Duration.ofSeconds(2);

    private RedisFaults() {}

    /** All of them, quick ones first. */
    public static List<FaultRow> rows() {
        return List.of(
                scriptFlush(),
                killSubscribers(),
                killConnections(),
                pause(),
                blip(),
                restartWithData(),
                fullMemory(),
                deafSubscriber(),
                promotion(),
                restartEmpty(),
                halfOpenWorker(),
                gatewayCut());
    }

    private static FaultRow scriptFlush() {
        return FaultRow.of(
                "script-flush",
                "SCRIPT FLUSH",
                Expectation.nothingLost(2),
                scene -> scene.farm().console().text("SCRIPT", "FLUSH"));
    }

    private static FaultRow killSubscribers() {
        return FaultRow.of(
                "subscriber-kill",
                "CLIENT KILL TYPE pubsub",
                Expectation.nothingLost(5),
                scene -> scene.farm().console().text("CLIENT", "KILL", "TYPE", "pubsub"));
    }

    private static FaultRow killConnections() {
        return FaultRow.of(
                "client-kill",
                "CLIENT KILL TYPE normal",
                Expectation.nothingLost(5),
                scene -> scene.farm().console().text("CLIENT", "KILL", "TYPE", "normal"));
    }

    private static FaultRow pause() {
        return FaultRow.of("client-pause", "CLIENT PAUSE 4000", Expectation.nothingLost(4), scene -> {
            scene.farm().console().text("CLIENT", "PAUSE", "4000", "ALL");
            scene.hold(Duration.ofSeconds(4));
            scene.over();
        });
    }

    private static FaultRow blip() {
        return FaultRow.of("gateway-blip", "a gateway is cut from Redis for 2 s", Expectation.nothingLost(5), scene -> {
            TcpProxy way = scene.farm().gateway(0).proxy();
            way.cut();
            scene.hold(SHORT);
            way.open();
            scene.over();
        });
    }

    private static FaultRow restartWithData() {
        return FaultRow.of(
                "redis-restart",
                "Redis gets SIGKILL and comes back with its data",
                Expectation.nothingLost(5),
                scene -> {
                    LocalRedis redis = scene.farm().redis();
                    redis.kill();
                    scene.hold(Duration.ofSeconds(1));
                    redis.restart();
                    scene.over();
                });
    }

    private static FaultRow restartEmpty() {
        return FaultRow.of(
                "redis-empty",
                "Redis gets SIGKILL and comes back without any data",
                Expectation.nothingLost(8),
                scene -> {
                    LocalRedis redis = scene.farm().redis();
                    redis.kill();
                    redis.restartEmpty();
                    scene.over();
                });
    }

    private static FaultRow fullMemory() {
        return FaultRow.of(
                "redis-full", "Redis refuses writes for 3 s: maxmemory", Expectation.nothingLost(5), scene -> {
                    RedisConsole redis = scene.farm().console();
                    redis.text("CONFIG", "SET", "maxmemory", "1");
                    scene.hold(Duration.ofSeconds(3));
                    redis.text("CONFIG", "SET", "maxmemory", "0");
                    scene.over();
                });
    }

    private static FaultRow deafSubscriber() {
        return FaultRow.of(
                "subscriber-deaf",
                "a gateway's subscription stays open and says nothing any more",
                Expectation.nothingLost(10),
                scene -> scene.farm().gateway(1).proxy().freezeSubscribers());
    }

    /** A replica that lacks the last half second takes over. */
    private static FaultRow promotion() {
        return FaultRow.of(
                "promotion",
                "Redis gets SIGKILL; a replica without its last half second takes over",
                Expectation.nothingLost(8),
                scene -> {
                    FaultFarm farm = scene.farm();
                    LocalRedis replica = farm.another();
                    try (var replication = TcpProxy.start(farm.redis().port())) {
                        var console = new RedisConsole(replica.port());
                        console.text("REPLICAOF", "127.0.0.1", Integer.toString(replication.port()));
                        if (!Patience.within(Duration.ofSeconds(10), () -> isLinked(console))) {
                            scene.violation("the replica did not get the data");
                        }
                        scene.hold(Duration.ofMillis(300));
                        replication.freeze();
                        long has = offset(console);
                        scene.hold(Duration.ofMillis(500));
                        scene.note((offset(farm.console()) - has) + " bytes of commands lost");
                        farm.redis().kill();
                        console.text("REPLICAOF", "NO", "ONE");
                        farm.moveTo(replica);
                        scene.over();
                    }
                });
    }

    private static boolean isLinked(RedisConsole replica) {
        return replica.info("master_link_status").map("up"::equals).orElse(false);
    }

    private static long offset(RedisConsole redis) {
        return Long.parseLong(redis.info("master_repl_offset").orElse("0"));
    }

    private static FaultRow halfOpenWorker() {
        return FaultRow.of(
                "worker-half-open",
                "all connections of a worker stay open and pass nothing on for 10 s, then they are reset",
                Expectation.nothingLost(9),
                scene -> {
                    TcpProxy way = scene.farm().worker(0).proxy();
                    way.freeze();
                    scene.flowsAgain("others have its partitions", Duration.ofSeconds(9));
                    scene.hold(SHORT);
                    way.resetFrozen();
                });
    }

    private static FaultRow gatewayCut() {
        var unread = Duration.ofSeconds(18);
        return FaultRow.of(
                "gateway-cut",
                "a gateway is cut from Redis until it was swept",
                Expectation.connectionsEnd(5, unread),
                scene -> {
                    Member gateway = scene.farm().gateway(0);
                    String id = gateway.gatewayId();
                    gateway.proxy().cut();
                    scene.within(
                            "directory clean",
                            Duration.ofSeconds(13),
                            () -> DirectoryCheck.of(scene.farm()).isSwept(id));
                    gateway.proxy().open();
                    scene.over();
                });
    }
}
