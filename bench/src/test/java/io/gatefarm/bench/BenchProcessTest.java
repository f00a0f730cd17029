package io.gatefarm.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchProcessTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void echo_faithfulServer_printsTableAndJsonAndExitsWithZero() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::text)) {
            long pid = ProcessHandle.current().pid();
            int code = execute("echo --url %s --connections 3 --seconds 1 --warmup 0 --json --commit abc --pids self=%d"
                    .formatted(server.url(), pid));

            assertThat(code).isZero();
            assertThat(out.toString().strip())
                    .startsWith("{\"load\":\"echo\",")
                    .contains("\"messagesPerSecond\":{\"median\":", "\"p99.9\":", "\"self\":{\"pid\":" + pid)
                    .contains("\"commit\":\"abc\"", "\"errors\":0")
                    .endsWith("}}")
                    .hasLineCount(1);
            assertThat(err.toString()).contains("latencyUs", "machine");
        }
    }

    @Test
    void echo_wrongReply_exitsWithOne() throws IOException {
        AtomicInteger received = new AtomicInteger();
        try (ScriptedServer server =
                new ScriptedServer((peer, text) -> peer.text(received.incrementAndGet() == 7 ? "no" : text))) {
            assertThat(execute("echo --url " + server.url() + " --connections 1 --seconds 1 --warmup 0"))
                    .isEqualTo(1);
            assertThat(out.toString()).contains("changed 1");
        }
    }

    @Test
    void connect_faithfulServer_opensAndHolds() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::text)) {
            int code = execute("connect --url " + server.url() + " --connections 100 --rate 200 --hold 0");

            assertThat(code).isZero();
            assertThat(err.toString()).contains("holding connections=100");
            assertThat(out.toString()).containsPattern("connectsPerSecond +(1\\d\\d|2[0-2]\\d)\n");
        }
    }

    @Test
    void options_thatAreRefused_exitWithTwo() {
        assertThat(execute("echo --url ws://192.0.2.1:8282/")).isEqualTo(2);
        assertThat(execute("connect --connections 18001")).isEqualTo(2);
        assertThat(execute("echo --rate NaN")).isEqualTo(2);
        assertThat(execute("echo --pids none=-3")).isEqualTo(2);
        assertThat(err.toString())
                .contains("refusing to load 192.0.2.1", "between 1 and 18,000 in one process", "rate must be")
                .contains("no such process in /proc: none=-3");
    }

    @Test
    void fanout_nobodyListens_exitsWithOne() {
        assertThat(execute("fanout --url ws://127.0.0.1:1/ --members 2")).isEqualTo(1);
        assertThat(err.toString()).contains("only 0 of 3 connections opened", "Connection refused");
    }

    private int execute(String line) {
        CommandLine command = BenchProcess.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(line.split(" ", -1));
    }
}
