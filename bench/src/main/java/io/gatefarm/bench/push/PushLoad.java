package io.gatefarm.bench.push;

import io.gatefarm.bench.farm.CallsUnderWay;
import io.gatefarm.bench.farm.SyntheticFarm;
import io.gatefarm.bench.load.LoadFailedException;
import io.gatefarm.bench.report.UsageMeter;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/** Sends from one thread as fast as the receipts allow, and checks each receipt and that every frame came. Owned by its caller. */
public final class PushLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long POLL_NS = Duration.ofMillis(1).toNanos();

    private final PushConfig config;
    private final SyntheticFarm farm;
    private final Gateway gateway;
    private final List<String> clientIds;
    private final String text;
    private final SplittableRandom random = new SplittableRandom(1);

    private PushLoad(PushConfig config, SyntheticFarm farm) {
        this.config = config;
        this.farm = farm;
        this.gateway = farm.pushClient();
        this.clientIds = farm.open(config.clients());
        this.text = "x".repeat(config.messageBytes());
        farm.deleteEvents();
        bindAndJoin();
    }

    /** Starts a farm, makes the runs, and ends it. */
    public static Map<PushKind, List<PushRun>> run(PushConfig config) {
        try (var farm = new SyntheticFarm(config.gateways())) {
            var load = new PushLoad(config, farm);
            Map<PushKind, List<PushRun>> runs = new EnumMap<>(PushKind.class);
            for (PushKind kind : config.kinds()) {
                load.run(kind, config.warmup());
                List<PushRun> ofKind = new ArrayList<>();
                for (int i = 0; i < config.runs(); i++) {
                    ofKind.add(load.run(kind, config.measured()));
                }
                runs.put(kind, ofKind);
            }
            return runs;
        }
    }

    private void bindAndJoin() {
        var calls = new CallsUnderWay(config.outstanding());
        for (int i = 0; i < clientIds.size(); i++) {
            String clientId = clientIds.get(i);
            calls.await();
            calls.made(gateway.bindUid(clientId, uid(i)), change -> true);
            calls.await();
            calls.made(gateway.joinGroup(clientId, group(PushKind.GROUPS_OF_10, i)), change -> true);
            calls.await();
            calls.made(gateway.joinGroup(clientId, group(PushKind.GROUPS_OF_100, i)), change -> true);
        }
        calls.settle();
        if (calls.wrong() > 0) {
            throw new LoadFailedException(calls.wrong() + " clients got no uid or group");
        }
        awaitFrames(3L * clientIds.size());
    }

    private static String uid(int client) {
        return "user-" + client;
    }

    /** The group of the client. */
    private static String group(PushKind kind, int client) {
        return "group-of-" + kind.receivers() + "-" + client / kind.receivers();
    }

    private PushRun run(PushKind kind, Duration length) {
        var calls = new CallsUnderWay(config.outstanding());
        var usage = new UsageMeter(farm.pids());
        long framesBefore = farm.frames();
        usage.begin();
        long endNs = System.nanoTime() + length.toNanos();
        while (System.nanoTime() - endNs < 0) {
            calls.await();
            calls.made(send(kind), receipt -> receipt.clients() == kind.receivers());
        }
        calls.settle();
        var used = usage.end();
        // clients are dealt to the gateways in turn: a group is on as many as it can
        long expected = (calls.right() + calls.wrong()) * Math.min(kind.receivers(), config.gateways());
        long missing = expected - awaitFrames(framesBefore + expected) + framesBefore;
        return new PushRun(calls.right(), calls.wrong(), Math.abs(missing), used);
    }

    private CompletionStage<Receipt> send(PushKind kind) {
        int client = random.nextInt(clientIds.size());
        return switch (kind) {
            case CLIENTS -> gateway.sendToClient(clientIds.get(client), text);
            case UIDS -> gateway.sendToUid(uid(client), text);
            case GROUPS_OF_10, GROUPS_OF_100 -> gateway.sendToGroup(group(kind, client), text);
        };
    }

    /** Waits a while for so many frames since the start; returns how many there are. */
    private long awaitFrames(long expected) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (farm.frames() < expected && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
        return farm.frames();
    }
}
