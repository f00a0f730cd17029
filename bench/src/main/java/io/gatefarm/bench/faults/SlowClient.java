package io.gatefarm.bench.faults;

import io.gatefarm.bench.socket.ClientConnection;
import io.gatefarm.bench.socket.LoadLoop;
import io.gatefarm.bench.socket.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** A client that asks for more than its connection holds and then reads nothing. Owned by one thread. */
final class SlowClient {
    private static final String FLOOD = "slow.0 0 flood:20000 ";
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Target target;

    SlowClient(Target target) {
        this.target = new Target(target.address(), target.authority(), "/?slow.0");
    }

    /** Notes how it ended; the others' messages must flow meanwhile. */
    void floodAndSee(FaultScene scene) {
        try (var loop = LoadLoop.open(target, new SplittableRandom(1))) {
            ClientConnection connection = loop.connect();
            if (!turn(loop, connection::isOpen)) {
                scene.violation("the slow client could not connect: " + connection.endReason());
                return;
            }
            byte[] flood = FLOOD.getBytes(StandardCharsets.US_ASCII);
            var unused = connection.offer(flood, flood.length);
            connection.flush();
            scene.flowsAgain("the others' messages flow", Duration.ofSeconds(3));
            scene.hold(Duration.ofSeconds(1));
            if (turn(loop, () -> !connection.endReason().isEmpty())) {
                scene.note("the slow client: " + connection.endReason());
            } else {
                scene.violation("the slow client is still served");
            }
            scene.over();
        }
    }

    private static boolean turn(LoadLoop loop, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            loop.turn(end);
        }
        return condition.getAsBoolean();
    }
}
