package io.gatefarm.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executable {@code redis-server} of a version that Gatefarm works with.
 *
 * @param file the executable
 * @param source what it is and where it came from, for people
 */
record RedisBinary(Path file, String source) {
    private static final Logger log = LoggerFactory.getLogger(RedisBinary.class);
    private static final String NAME = "redis-server";

    /**
     * Finds the first suitable server in some folders, or else unpacks the bundled one.
     *
     * @param unpackTo folder for the bundled one
     */
    static RedisBinary find(List<Path> searchPath, Path unpackTo) throws IOException, InterruptedException {
        for (Path folder : searchPath) {
            Path file = folder.resolve(NAME).toAbsolutePath();
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                Optional<RedisVersion> version = RedisVersion.of(file);
                if (version.filter(RedisVersion::isSupported).isPresent()) {
                    return new RedisBinary(file, NAME + " " + version.get() + " from the PATH");
                }
                log.info(
                        "skipped {} version={} needed={}",
                        file,
                        version.map(RedisVersion::toString).orElse("unknown"),
                        RedisVersion.OLDEST);
            }
        }
        return bundled(unpackTo.resolve(NAME));
    }

    private static RedisBinary bundled(Path unpackTo) throws IOException {
        BundledRedis.unpack(unpackTo);
        return new RedisBinary(unpackTo, "bundled " + NAME + " " + BundledRedis.VERSION);
    }
}
