package io.gatefarm.redis;

import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisLogin;
import io.gatefarm.redis.embedded.LocalRedis;
import io.gatefarm.redis.embedded.LocalRedisConfig;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A Redis with the users of the project's users.acl, and a connection as each of them. Its default user may do everything. */
final class RedisWithUsers implements AutoCloseable {
    /** The users of users.acl. */
    enum Role {
        GATEWAY,
        WORKER,
        PUSH,
        OPERATOR;

        String user() {
            return "chat-" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final LocalRedis server;
    private final RedisClient client;
    private final RedisCommands<String, String> plain;
    private final Map<Role, StatefulRedisConnection<String, String>> connections = new EnumMap<>(Role.class);

    RedisWithUsers(Path folder) throws IOException {
        Path copy = Files.copy(Path.of("users.acl"), folder.resolve("users.acl"));
        this.server = LocalRedis.start(LocalRedisConfig.DEFAULTS
                .withDirective("aclfile \"" + copy + '"')
                .withDirective("enable-debug-command yes"));
        this.client = RedisClient.create(server.uri());
        this.plain = client.connect().sync();
        for (Role role : Role.values()) {
            plain.aclSetuser(role.user(), AclSetuserArgs.Builder.addPassword(role.name()));
        }
    }

    /** Commands as the default user. */
    RedisCommands<String, String> plain() {
        return plain;
    }

    FarmRedis open(Role role, String app) {
        var login = RedisLogin.of(role.user(), role.name());
        return FarmRedis.open(RedisConfig.of(server.uri()).withLogin(login), app);
    }

    /** Runs any command as that user; returns the error, "" when there is none. */
    String error(Role role, String... words) {
        var arguments = new CommandArgs<>(StringCodec.UTF8);
        for (int i = 1; i < words.length; i++) {
            arguments.add(words[i]);
        }
        try {
            var commands = connection(role).sync();
            commands.dispatch(new Word(words[0]), new ArrayOutput<>(StringCodec.UTF8), arguments);
            return "";
        } catch (RedisCommandExecutionException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private StatefulRedisConnection<String, String> connection(Role role) {
        return connections.computeIfAbsent(role, as -> {
            RedisURI uri = RedisURI.builder(RedisURI.create(server.uri()))
                    .withAuthentication(as.user(), as.name().toCharArray())
                    .build();
            return client.connect(uri);
        });
    }

    private record Word(String word) implements ProtocolKeyword {
        @Override
        public byte[] getBytes() {
            return word.getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.close();
    }
}
