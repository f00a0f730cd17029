package io.gatefarm.redis.connection;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Why a connect by way of Sentinels failed, in words for the operator; asks them once more to find out. */
final class SentinelFailure {
    private SentinelFailure() {}

    static RedisUnavailableException of(RedisConfig config, Sentinels sentinels, Throwable failure) {
        Optional<InetSocketAddress> master;
        try {
            master = sentinels.master();
        } catch (RedisException | IllegalArgumentException e) {
            return noSentinel(config, e);
        }
        if (master.isEmpty()) {
            return ConnectFailure.of(
                    config, ConnectProblem.MASTER_NAME, "the Sentinels know no master of that name", failure);
        }
        RedisURI server =
                RedisURI.create(master.get().getHostString(), master.get().getPort());
        return ConnectFailure.of(
                config, server, "master at " + server.getHost() + ":" + server.getPort() + ": ", failure);
    }

    private static RedisUnavailableException noSentinel(RedisConfig config, Exception failure) {
        boolean refused = ConnectFailure.find(failure, RedisCommandExecutionException.class)
                        .isPresent()
                || ConnectFailure.find(failure, IllegalArgumentException.class).isPresent(); // of the password's file
        String words = String.valueOf(ConnectFailure.root(failure).getMessage());
        return refused
                ? ConnectFailure.of(
                        config, ConnectProblem.SENTINEL_LOGIN, "the Sentinels refuse this process: " + words, failure)
                : ConnectFailure.of(config, ConnectProblem.ADDRESS, "no Sentinel answers: " + words, failure);
    }
}
