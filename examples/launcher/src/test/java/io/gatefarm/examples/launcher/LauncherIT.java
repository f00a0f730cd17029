package io.gatefarm.examples.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one command, as its own process from its packaged jar. */
@Timeout(120)
class LauncherIT {
    private static FarmProcess launcher(String... options) throws IOException {
        String[] command = new String[options.length + 2];
        command[0] = "-jar";
        command[1] = System.getProperty("gatefarm.launcher.jar", "");
        System.arraycopy(options, 0, command, 2, options.length);
        return FarmProcess.java(command);
    }

    @Test
    void start_options_startMoreAndSayWhatRunsWhere() throws Exception {
        try (var launcher = launcher("--gateways=2", "--workers=2", "--port=0", "--admin-port=0")) {
            launcher.await("Ctrl-C stops everything");
            int port = Integer.parseInt(
                    launcher.await("open +http://localhost:(\\d+)/").group(1));
            int otherPort = Integer.parseInt(
                    launcher.await("open +http://localhost:(\\d+)/").group(1));
            launcher.await("worker +worker-");
            launcher.await("worker +worker-");
            launcher.await("redis +.*redis://127.0.0.1:\\d+");
            launcher.await("try +redis-cli .* HGETALL");

            try (var anna = ChatClient.connect(port);
                    var bob = ChatClient.connect(otherPort)) {
                anna.login("Anna", "1");
                bob.login("Bob", "1");
                anna.next("login");

                launcher.terminate();

                assertThat(anna.closeCode()).isEqualTo(4000);
                assertThat(bob.closeCode()).isEqualTo(4000);
            }
        }
    }

    @Test
    void stop_ofTheProcess_endsItsRedis() throws Exception {
        for (boolean kill : new boolean[] {false, true}) {
            try (var launcher = launcher("--port=0", "--admin-port=0")) {
                int redis = Integer.parseInt(
                        launcher.await("redis://127.0.0.1:(\\d+)").group(1));
                assertThat(listens(redis)).isTrue();
                if (kill) {
                    launcher.kill();
                } else {
                    launcher.terminate();
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> !listens(redis));
            }
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void start_portTaken_isOneLine() throws Exception {
        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            try (var launcher = launcher("--port=" + port, "--admin-port=0")) {
                assertThat(oneLine(launcher)).contains("cannot listen on").contains(Integer.toString(port));
                assertThat(launcher.awaitExit()).isEqualTo(1);
            }
        }
    }

    @Test
    void start_redisUnreachable_isOneLineWithoutThePassword() throws Exception {
        try (var launcher = launcher("--redis-uri=redis://:secret@127.0.0.1:1", "--port=0", "--admin-port=0")) {
            assertThat(oneLine(launcher)).contains("127.0.0.1:1").doesNotContain("secret");
            assertThat(launcher.awaitExit()).isEqualTo(1);
        }
    }

    @Test
    void start_badOption_namesItAndShowsTheValue() throws Exception {
        try (var launcher = launcher("--gateways=0")) {
            assertThat(oneLine(launcher)).contains("--gateways").contains("0");
            assertThat(launcher.awaitExit()).isEqualTo(2);
        }
    }

    @Test
    void worker_badSettings_areOneLineEach() throws Exception {
        String[][] cases = {
            {"--events=no.such.Class", "no.such.Class"},
            {"--events=java.lang.String", "java.lang.String"},
            {"--hand-over=soon", "soon"},
            {"--colour=blue", "--colour"},
            {"--app=a:b", "a:b"},
        };
        for (String[] one : cases) {
            try (var worker = FarmProcess.chatWorker(one[0])) {
                assertThat(oneLine(worker)).startsWith("gatefarm worker: ").contains(one[1]);
                assertThat(worker.awaitExit()).isEqualTo(2);
            }
        }
    }

    @Test
    void start_onAJavaThatIsTooOld_isOneLine() throws Exception {
        int version = Integer.parseInt(System.getProperty("gatefarm.maven.java.version", "0"));
        assumeTrue(version < 21, "Maven runs on Java " + version);
        for (String jar : List.of("gatefarm.launcher.jar", "gatefarm.gateway.jar", "gatefarm.worker.jar")) {
            try (var process = FarmProcess.onMavensJava(jar)) {
                List<String> lines = process.rest();
                assertThat(lines).hasSize(1);
                assertThat(lines.get(0)).contains("Java 21 or newer is needed");
                assertThat(process.awaitExit()).isEqualTo(2);
            }
        }
    }

    private static String oneLine(FarmProcess process) throws InterruptedException {
        List<String> lines = process.rest();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }
}
