package io.gatefarm.bench.faults;

import io.gatefarm.bench.faults.account.Journals;
import io.gatefarm.bench.faults.farm.FaultFarm;
import io.gatefarm.bench.faults.farm.JvmProcess;
import io.gatefarm.bench.faults.farm.Member;
import io.gatefarm.bench.faults.farm.RedisConsole;
import io.gatefarm.bench.faults.farm.Signal;
import io.gatefarm.bench.faults.load.CrowdProcess;
import io.gatefarm.bench.socket.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Fills a gateway with clients of other processes, kills it, and times the sweep. Owned by one thread. */
final class CrowdSweep {
    private static final int PROCESSES = 2;
    private static final int CLIENTS = 18_000;
    private static final Duration CONNECTED = Duration.ofMinutes(2);
    private static final Duration SWEPT = Duration.ofSeconds(3);

    private final FaultScene scene;
    private final FaultFarm farm;
    private final RedisConsole redis;

    CrowdSweep(FaultScene scene) {
        this.scene = scene;
        this.farm = scene.farm();
        this.redis = farm.console();
    }

    void run() {
        Member gateway = farm.gateway(1);
        List<JvmProcess> crowd = new ArrayList<>();
        try {
            Target target = farm.targetOf(gateway);
            IntStream.range(0, PROCESSES)
                    .forEach(n -> crowd.add(CrowdProcess.start(
                            farm.folder().resolve("crowd-" + n + ".log"), target, CLIENTS / PROCESSES)));
            var journals = new Journals(farm.folder());
            String clients = farm.keys().gatewayClients(gateway.gatewayId());
            scene.within("18,000 connected", CONNECTED, () -> number("SCARD", clients) >= CLIENTS);
            kill(gateway, clients);
            scene.within("every onClose began", Duration.ofSeconds(20), () -> {
                var unused = journals.readNew();
                return journals.closed(CrowdProcess.NAME) >= CLIENTS;
            });
            scene.over();
        } finally {
            crowd.forEach(JvmProcess::close);
        }
    }

    private void kill(Member gateway, String clients) {
        String id = gateway.gatewayId();
        gateway.send(Signal.KILL);
        scene.over();
        scene.within(
                "taken for dead",
                Duration.ofSeconds(11),
                () -> redis.text("ZSCORE", farm.keys().gateways(), id).isEmpty());
        scene.within("18,000 swept", SWEPT, () -> number("SCARD", clients) == 0);
        scene.watch(
                "directory clean",
                Duration.ofSeconds(10),
                () -> DirectoryCheck.of(farm).isSwept(id));
    }

    private long number(String... command) {
        return Long.parseLong(redis.text(command));
    }
}
