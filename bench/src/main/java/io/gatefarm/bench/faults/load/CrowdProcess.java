package io.gatefarm.bench.faults.load;

import io.gatefarm.bench.faults.farm.JvmProcess;
import io.gatefarm.bench.socket.LoadLoop;
import io.gatefarm.bench.socket.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A process that holds many silent connections until it is killed, or five minutes: a process may have 20,000 files open, so a full
 * gateway's clients need more than one.
 */
public final class CrowdProcess {
    /** What the names of its connections begin with. */
    public static final String NAME = "crowd";

    /** Handshakes under way at a time. */
    private static final int WINDOW = 200;

    private static final long LIFE_NS = 300_000_000_000L;

    private CrowdProcess() {}

    /** Starts one that opens so many. */
    public static JvmProcess start(Path log, Target target, int connections) {
        return JvmProcess.start(
                log,
                List.of("-Xmx256m"),
                List.of(
                        CrowdProcess.class.getName(),
                        "ws://" + target.authority() + "/",
                        Integer.toString(connections)));
    }

    /** @param args the target's URL, how many connections */
    public static void main(String[] args) {
        Target target = Target.parse(args[0]);
        int connections = Integer.parseInt(args[1]);
        long end = System.nanoTime() + LIFE_NS;
        long me = ProcessHandle.current().pid();
        var named = new Target(target.address(), target.authority(), "/?" + NAME + me);
        try (var loop = LoadLoop.open(named, new SplittableRandom(me))) {
            var counts = loop.counts();
            while (System.nanoTime() - end < 0) {
                while (counts.opening() < WINDOW && counts.opening() + counts.open() + counts.lost() < connections) {
                    var unused = loop.connect();
                }
                loop.turn(end);
            }
        }
    }
}
