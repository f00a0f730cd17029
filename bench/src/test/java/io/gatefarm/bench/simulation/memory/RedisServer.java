package io.gatefarm.bench.simulation.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that answers Redis commands one after the other. */
public interface RedisServer {
    /**
     * Runs a command.
     *
     * @param arguments its name first
     * @throws RedisError for an error reply
     */
    @Nullable
    Object execute(List<String> arguments);
}
