package io.gatefarm.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a person does with {@code redis-cli FCALL} on a test's app. Arguments are texts or bytes; the app is put before them. */
final class Console implements AutoCloseable {
    private static final byte[][] NO_KEYS = {};

    private final String app;
    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;

    Console(TestFarm farm) {
        this.app = farm.keys().app();
        this.client = RedisClient.create(farm.config().uri());
        this.commands = client.connect(ByteArrayCodec.INSTANCE).sync();
        TestFarm.get(farm.redis().loadFunctions());
        var unused = farm.redis().partitions(0);
    }

    /** Calls a function that returns a number. */
    long number(String function, Object... arguments) {
        Long number = commands.fcall("gatefarm_" + function, ScriptOutputType.INTEGER, NO_KEYS, all(arguments));
        return number;
    }

    /** Calls a function that only reads, in the way that refuses to write. */
    List<String> lines(String function, Object... arguments) {
        List<byte[]> lines =
                commands.fcallReadOnly("gatefarm_" + function, ScriptOutputType.MULTI, NO_KEYS, all(arguments));
        return lines.stream().map(line -> new String(line, UTF_8)).toList();
    }

    private byte[][] all(Object... arguments) {
        return Stream.concat(Stream.of(app), Stream.of(arguments))
                .map(argument -> argument instanceof byte[] bytes
                        ? bytes
                        : argument.toString().getBytes(UTF_8))
                .toArray(byte[][]::new);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
