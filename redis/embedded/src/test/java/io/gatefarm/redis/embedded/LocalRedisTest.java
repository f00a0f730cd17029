package io.gatefarm.redis.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalRedisTest {
    private static final LocalRedisConfig BUNDLED = LocalRedisConfig.DEFAULTS.withoutPath();

    @TempDir
    private Path temp;

    @Test
    void start_serverOnThePath_runsIt() throws Exception {
        BundledRedis.unpack(temp.resolve("redis-server")); // a real one, whatever this machine has

        try (var redis = LocalRedis.start(LocalRedisConfig.DEFAULTS.withSearchPath(List.of(temp)))) {
            assertThat(redis.source()).matches("redis-server \\d+\\.\\d+\\.\\d+ from the PATH");
            assertThat(RespConnection.call(redis, "PING")).isEqualTo("PONG");
        }
    }

    @Test
    void start_withoutPath_runsTheBundledOne() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED)) {
            assertThat(redis.source()).isEqualTo("bundled redis-server 7.0.15");
            assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
            assertThat(redis.describe()).isEqualTo("bundled redis-server 7.0.15 at " + redis.uri());
            assertThat(info(redis, "redis_version")).isEqualTo("7.0.15");
            assertThat(info(redis, "process_id")).isEqualTo(Long.toString(redis.pid()));
        }
    }

    @Test
    void start_olderServerOnThePath_skipsIt() throws Exception {
        script("redis-server", "echo 'Redis server v=6.2.14 sha=00000000:0 malloc=jemalloc-5.1.0 bits=64'");

        try (var redis = LocalRedis.start(LocalRedisConfig.DEFAULTS.withSearchPath(List.of(temp)))) {
            assertThat(redis.source()).isEqualTo("bundled redis-server 7.0.15");
        }
    }

    @Test
    void start_brokenServerOnThePath_skipsIt() throws Exception {
        script("redis-server", "echo 'libjemalloc.so.2: cannot open shared object file' >&2; exit 127");

        try (var redis = LocalRedis.start(LocalRedisConfig.DEFAULTS.withSearchPath(List.of(temp)))) {
            assertThat(redis.source()).isEqualTo("bundled redis-server 7.0.15");
        }
    }

    @Test
    void start_serverThatEndsAtOnce_failsWithItsLogAndLeavesNothing() throws Exception {
        Path settings = temp.resolve("settings");
        script("redis-server", """
                if [ "$1" = --version ]; then echo 'Redis server v=7.4.1'; exit; fi
                echo "$1" >'%s'
                echo 'out of luck'
                exit 1""".formatted(settings));

        assertThatThrownBy(() -> LocalRedis.start(LocalRedisConfig.DEFAULTS.withSearchPath(List.of(temp))))
                .isInstanceOf(RedisStartException.class)
                .hasMessageMatching(
                        "no local Redis on port \\d+: redis-server 7\\.4\\.1 from the PATH ended, its log: out of luck");
        assertThat(Path.of(Files.readString(settings).strip()).getParent()).doesNotExist();
    }

    @Test
    void start_unknownDirective_failsWithTheLine() {
        assertThatThrownBy(() -> LocalRedis.start(BUNDLED.withDirective("maxmemroy 64mb")))
                .isInstanceOf(RedisStartException.class)
                .hasMessageContaining("'maxmemroy 64mb'");
    }

    @Test
    void start_portTaken_failsInOneLine() throws Exception {
        try (var taken = listen()) {
            var failure = catchThrowableOfType(
                    RedisStartException.class, () -> LocalRedis.start(BUNDLED.withPort(taken.getLocalPort())));

            assertThat(failure)
                    .hasMessageStartingWith("no local Redis on port " + taken.getLocalPort()
                            + ": bundled redis-server 7.0.15 found the port taken, its log: ");
            assertThat(failure.getMessage()).hasLineCount(1);
        }
    }

    @Test
    void start_portTakenByAnotherRedis_fails() {
        try (var other = LocalRedis.start(BUNDLED)) {
            assertThatThrownBy(() -> LocalRedis.start(BUNDLED.withPort(other.port())))
                    .isInstanceOf(RedisStartException.class)
                    .hasMessageContaining("found the port taken");
        }
    }

    @Test
    void start_freePortTakenMeanwhile_takesTheNext() throws Exception {
        try (var taken = listen()) {
            PrimitiveIterator.OfInt ports = IntStream.concat(
                            IntStream.of(taken.getLocalPort()), IntStream.generate(LocalPort::free))
                    .iterator();

            try (var redis = LocalRedis.start(BUNDLED, ports::nextInt)) {
                assertThat(redis.port()).isNotEqualTo(taken.getLocalPort());
            }
        }
    }

    @Test
    void start_severalAtOnce_eachHasItsOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<LocalRedis> start = () -> LocalRedis.start(BUNDLED);
            List<Future<LocalRedis>> starting =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> start).toList());
            var ports = new HashSet<Integer>();
            for (Future<LocalRedis> one : starting) {
                try (var redis = one.get(30, SECONDS)) {
                    ports.add(redis.port());
                }
            }

            assertThat(ports).hasSize(8);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void settings_byDefault_areTheProjectsWithoutPersistence() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED)) {
            assertThat(setting(redis, "maxmemory-policy")).isEqualTo("noeviction");
            assertThat(setting(redis, "hash-max-listpack-value")).isEqualTo("512");
            assertThat(setting(redis, "client-output-buffer-limit")).endsWith("pubsub 268435456 67108864 60");
            assertThat(setting(redis, "repl-backlog-size")).isEqualTo("268435456");
            assertThat(setting(redis, "bind")).isEqualTo("127.0.0.1");
            assertThat(setting(redis, "appendonly")).isEqualTo("no");
            assertThat(setting(redis, "save")).isEmpty();
        }
    }

    @Test
    void settings_includeAndDirective_winInThatOrder() throws Exception {
        Path include = Files.writeString(temp.resolve("my redis.conf"), "maxclients 77\nmaxmemory 32mb\n");

        try (var redis = LocalRedis.start(BUNDLED.withInclude(include).withDirective("maxmemory 64mb"))) {
            assertThat(setting(redis, "maxclients")).isEqualTo("77");
            assertThat(setting(redis, "maxmemory")).isEqualTo("67108864");
        }
    }

    @Test
    void bundledServer_whatGatefarmUses_works() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED);
                var subscriber = new RespConnection(redis.port())) {
            subscriber.call("SUBSCRIBE", "to:1");

            RespConnection.call(redis, "XADD", "in:0", "1-1", "d", "hello");
            assertThat(RespConnection.call(redis, "XREAD", "COUNT", "10", "STREAMS", "in:0", "0"))
                    .isEqualTo(List.of(List.of("in:0", List.of(List.of("1-1", List.of("d", "hello"))))));

            assertThat(RespConnection.call(
                            redis, "EVAL", "return redis.call('PUBLISH', KEYS[1], ARGV[1])", "1", "to:1", "a"))
                    .isEqualTo(1L);
            assertThat(subscriber.reply()).isEqualTo(List.of("message", "to:1", "a"));

            String library =
                    "#!lua name=gatefarm\nredis.register_function('twice', function(k, a) return 2 * a[1] end)";
            assertThat(RespConnection.call(redis, "FUNCTION", "LOAD", library)).isEqualTo("gatefarm");
            assertThat(RespConnection.call(redis, "FCALL", "twice", "0", "21")).isEqualTo(42L);
        }
    }

    @Test
    void kill_runningServer_isGoneUntilRestart() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED)) {
            long pid = redis.pid();

            redis.kill();

            assertThat(ProcessHandle.of(pid)).isEmpty();
            assertThatThrownBy(() -> RespConnection.call(redis, "PING")).isInstanceOf(IOException.class);

            String uri = redis.uri();
            redis.restart();

            assertThat(redis.uri()).isEqualTo(uri);
            assertThat(redis.pid()).isNotEqualTo(pid);
            assertThat(RespConnection.call(redis, "PING")).isEqualTo("PONG");
        }
    }

    @Test
    void restart_byDefault_losesData() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED)) {
            RespConnection.call(redis, "SET", "k", "v");

            redis.restart();

            assertThat(RespConnection.call(redis, "GET", "k")).isNull();
        }
    }

    @Test
    void restart_appendOnly_keepsDataAlsoAfterKill() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED.withAppendOnly())) {
            RespConnection.call(redis, "SET", "k1", "v1");
            redis.restart();
            RespConnection.call(redis, "SET", "k2", "v2");
            redis.kill();
            redis.restart();

            assertThat(RespConnection.call(redis, "MGET", "k1", "k2")).isEqualTo(List.of("v1", "v2"));
        }
    }

    @Test
    void restartEmpty_appendOnly_losesData() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED.withAppendOnly())) {
            RespConnection.call(redis, "SET", "k", "v");

            redis.restartEmpty();

            assertThat(RespConnection.call(redis, "GET", "k")).isNull();
            assertThat(setting(redis, "appendonly")).isEqualTo("yes");
        }
    }

    @Test
    void restart_closed_throws() {
        var redis = LocalRedis.start(BUNDLED);
        redis.close();

        assertThatThrownBy(redis::restart).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_runningServer_leavesNothing() {
        var redis = LocalRedis.start(BUNDLED.withAppendOnly());

        redis.close();
        redis.close();

        assertThat(ProcessHandle.of(redis.pid())).isEmpty();
        assertThat(redis.folder()).doesNotExist();
    }

    @Test
    void close_stoppedServer_killsIt() throws Exception {
        var redis = LocalRedis.start(BUNDLED);
        signal("STOP", redis.pid());

        redis.close();

        assertThat(ProcessHandle.of(redis.pid())).isEmpty();
        assertThat(redis.folder()).doesNotExist();
    }

    @Test
    void pidFile_serverDiedByItself_isRemoved() throws Exception {
        try (var redis = LocalRedis.start(BUNDLED)) {
            Path pidFile = redis.folder().resolve("server.pid");
            assertThat(pidFile).hasContent(Long.toString(redis.pid()));

            signal("KILL", redis.pid());

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(pidFile).doesNotExist());
        }
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static ServerSocket listen() throws IOException {
        var socket = new ServerSocket();
        socket.bind(LocalPort.address(0));
        return socket;
    }

    private static void signal(String name, long pid) throws Exception {
        var kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String setting(LocalRedis redis, String name) throws IOException {
        return (String) ((List<?>) RespConnection.call(redis, "CONFIG", "GET", name)).get(1);
    }

    private static String info(LocalRedis redis, String field) throws IOException {
        return ((String) RespConnection.call(redis, "INFO", "server"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1))
                .collect(Collectors.joining());
    }
}
