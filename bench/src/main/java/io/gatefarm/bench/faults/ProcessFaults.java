package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.Member;
import io.gatefarm.bench.faults.farm.RedisConsole;
import io.gatefarm.bench.faults.farm.Signal;
import io.gatefarm.bench.faults.load.LoadShape;
import io.gatefarm.bench.load.LoadFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rows in which a gateway or a worker dies, hangs, stops or is slow. */
public final class ProcessFaults {
    /** Sent by clients and under way when a close reaches them. */
    private static final Duration CROSSING = Duration.ofMillis(300);
    /** Read by a gateway and not appended when it was killed, or never read. */
    private static final Duration NOT_APPENDED = Duration.ofSeconds(1);

    private static final Duration SWEPT = Duration.ofSeconds(10);
    private static final Duration SLOW_REDIS = Duration.ofMillis(30);

    private ProcessFaults() {}

    /** All of them, quick ones first. */
    public static List<FaultRow> rows() {
        return List.of(
                workerDrain(),
                workerKill(),
                workerHang(),
                gatewayDrain(),
                gatewayKill(),
                gatewayHang(),
                rolling(),
                sweeper(),
                slowHandler(),
                slowClient());
    }

    private static FaultRow workerKill() {
        return FaultRow.of("worker-kill", "a worker gets SIGKILL", Expectation.nothingLost(8), scene -> {
            Member worker = scene.farm().worker(0);
            worker.send(Signal.KILL);
            scene.watch("owned again", Duration.ofSeconds(8), () -> ownsNothing(scene.farm(), worker));
        });
    }

    private static FaultRow workerHang() {
        return FaultRow.of(
                "worker-hang",
                "a worker gets SIGSTOP until others have its partitions, then SIGCONT",
                Expectation.nothingLost(9),
                scene -> {
                    Member worker = scene.farm().worker(1);
                    worker.send(Signal.STOP);
                    scene.within("owned again", Duration.ofSeconds(9), () -> ownsNothing(scene.farm(), worker));
                    worker.send(Signal.CONT);
                });
    }

    private static FaultRow workerDrain() {
        return FaultRow.of("worker-drain", "a worker gets SIGTERM", Expectation.nothingLost(3), scene -> {
            Member worker = scene.farm().worker(0);
            worker.send(Signal.TERM);
            scene.watch("owned again", Duration.ofSeconds(2), () -> ownsNothing(scene.farm(), worker));
        });
    }

    private static boolean ownsNothing(FaultFarm farm, Member worker) {
        try {
            return farm.owners().stream().noneMatch(o -> o.isEmpty() || o.startsWith(worker.name() + "-"));
        } catch (LoadFailedException e) {
            return false; // Redis is away
        }
    }

    private static FaultRow gatewayDrain() {
        return FaultRow.of(
                "gateway-drain", "a gateway gets SIGTERM", Expectation.connectionsEnd(3, CROSSING), scene -> {
                    Member gateway = scene.farm().gateway(0);
                    String id = gateway.gatewayId();
                    gateway.send(Signal.TERM);
                    scene.watch(
                            "directory clean",
                            SWEPT,
                            () -> DirectoryCheck.of(scene.farm()).isSwept(id));
                });
    }

    private static FaultRow gatewayKill() {
        return FaultRow.of(
                "gateway-kill", "a gateway gets SIGKILL", Expectation.connectionsEnd(4, NOT_APPENDED), scene -> {
                    Member gateway = scene.farm().gateway(1);
                    String id = gateway.gatewayId();
                    gateway.send(Signal.KILL);
                    scene.watch(
                            "directory clean",
                            SWEPT,
                            () -> DirectoryCheck.of(scene.farm()).isSwept(id));
                });
    }

    private static FaultRow gatewayHang() {
        var unread = Duration.ofSeconds(18);
        return FaultRow.of(
                "gateway-hang",
                "a gateway gets SIGSTOP until it was swept, then SIGCONT",
                Expectation.connectionsEnd(4, unread),
                scene -> {
                    Member gateway = scene.farm().gateway(0);
                    String id = gateway.gatewayId();
                    gateway.send(Signal.STOP);
                    scene.within(
                            "directory clean",
                            Duration.ofSeconds(13),
                            () -> DirectoryCheck.of(scene.farm()).isSwept(id));
                    gateway.send(Signal.CONT);
                    scene.over();
                });
    }

    private static FaultRow rolling() {
        return FaultRow.of(
                "rolling-restart",
                "every gateway and worker in turn gets SIGTERM and is replaced",
                Expectation.connectionsEnd(3, CROSSING),
                scene -> {
                    for (Member member : scene.farm().members()) {
                        member.send(Signal.TERM);
                        if (!member.process().ends(Duration.ofSeconds(15))) {
                            scene.violation(member.name() + " does not end");
                        }
                        member.replace();
                        member.awaitUp();
                    }
                    scene.over();
                });
    }

    private static FaultRow sweeper() {
        return FaultRow.of(
                        "sweeper-kill",
                        "a gateway gets SIGKILL, and then the process that sweeps its clients, in the middle",
                        Expectation.connectionsEnd(15, NOT_APPENDED),
                        ProcessFaults::killSweeper)
                .under(new LoadShape("", 16, 5, 0, 1500));
    }

    private static void killSweeper(FaultScene scene) {
        FaultFarm farm = scene.farm();
        Member gateway = farm.gateway(1);
        String id = gateway.gatewayId();
        // a sweep takes a few milliseconds: longer, so that it has a middle
        farm.members().forEach(member -> member.proxy().delay(SLOW_REDIS));
        gateway.send(Signal.KILL);
        Optional<Member> sweeper = sweeperOf(farm, id);
        sweeper.ifPresent(member -> member.send(Signal.KILL));
        String left = farm.console().text("SCARD", farm.keys().gatewayClients(id));
        scene.note(sweeper.map(Member::name).orElse("nobody") + " killed when " + left + " clients were left");
        if (left.equals("0") || sweeper.isEmpty()) {
            scene.violation("not killed in the middle");
        }
        farm.members().forEach(member -> member.proxy().open());
        sweeper.ifPresent(ProcessFaults::replaceKilled);
        scene.over();
        scene.watch(
                "directory clean",
                Duration.ofSeconds(15),
                () -> DirectoryCheck.of(farm).isSwept(id));
    }

    private static void replaceKilled(Member member) {
        if (!member.process().ends(Duration.ofSeconds(15))) {
            throw new LoadFailedException(member.name() + " was killed and does not end");
        }
        member.replace();
    }

    /** Waits until somebody sweeps the gateway's clients. */
    private static Optional<Member> sweeperOf(FaultFarm farm, String gatewayId) {
        RedisConsole redis = farm.console();
        long end = System.nanoTime() + SWEPT.plusSeconds(5).toNanos();
        while (System.nanoTime() - end < 0) {
            boolean dead = redis.text("SISMEMBER", farm.keys().deadGateways(), gatewayId)
                    .equals("1");
            String sweeper = dead ? redis.text("GET", farm.keys().sweepLock()) : "";
            if (!sweeper.isEmpty()) {
                return farm.members().stream()
                        .filter(member -> member.process().isAlive() && isNamed(member, sweeper, farm))
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /** The lock names a worker by its id, a gateway by its instance. */
    private static boolean isNamed(Member member, String sweeper, FaultFarm farm) {
        if (!member.isGateway()) {
            return sweeper.startsWith(member.name() + "-");
        }
        return farm.console()
                .text("HGET", farm.keys().gateway(member.gatewayId()), "instance")
                .equals(sweeper);
    }

    private static FaultRow slowHandler() {
        return FaultRow.of("slow-handler", "a callback of one client takes 4 s", Expectation.nothingLost(6), scene -> {
            scene.load().say(0, "slow:4000");
            scene.hold(Duration.ofMillis(300));
            long from = System.nanoTime();
            scene.within(
                    "the others' messages flow",
                    Duration.ofSeconds(2),
                    () -> scene.load().waitingSince(from).equals(List.of(0)));
        });
    }

    private static FaultRow slowClient() {
        return FaultRow.of(
                "slow-client",
                "a client that reads nothing is sent 20 MB",
                Expectation.nothingLost(3),
                scene -> new SlowClient(scene.farm().targets().get(0)).floodAndSee(scene));
    }
}
