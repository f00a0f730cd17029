package io.gatefarm.bench.simulation.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatefarm.bench.simulation.wire.SimulatedNetwork;
import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.redis.embedded.LocalRedis;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MemoryRedisTest {
    /** Random calls of every script and plain read through the production classes, time going on and memory full at times. */
    @Test
    void execute_randomCalls_answersAsRealRedisAndHoldsTheSameData() throws IOException {
        try (var server = LocalRedis.start();
                var real = new RealRedis(server.port())) {
            long compared = 0;
            for (int seed = 0; seed < 8; seed++) {
                var world = new World(seed, false);
                var network = new SimulatedNetwork(world, "twin");
                var memory = new MemoryRedis(new LuaScripts(script -> script), network);
                var twin = new TwinRedis(memory, real);
                network.serve(twin);
                network.beforeCommands(() -> memory.setNow(world.nowMs()), memory::news);
                var process = new SimulatedProcess(world, "caller");
                var calls = new RandomCalls(world, network.open(process), twin::setFull);
                process.start(() -> calls.run(120));
                world.runFor(10_000_000);
                assertThat(calls.made()).as("seed %s", seed).isEqualTo(120);
                var data = twin.data();
                assertThat(data.get(1)).as("seed %s", seed).isEqualTo(data.get(0));
                compared += twin.compared();
            }
            assertThat(compared).isGreaterThan(1_000);
        }
    }
}
