package io.gatefarm.bench.faults.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TcpProxyTest {
    private ServerSocket server;
    private ServerSocket other;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = listen('a');
        other = listen('b');
        proxy = TcpProxy.start(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
        other.close();
    }

    /** Answers each byte with its letter. */
    private static ServerSocket listen(char letter) throws IOException {
        var listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> answer(socket, letter));
                } catch (IOException e) {
                    return; // closed
                }
            }
        });
        return listener;
    }

    private static void answer(Socket socket, char letter) {
        try (socket) {
            while (socket.getInputStream().read() >= 0) {
                socket.getOutputStream().write(letter);
            }
        } catch (IOException e) {
            // reset
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(500);
        return socket;
    }

    private static int ask(Socket socket) throws IOException {
        socket.getOutputStream().write('?');
        return socket.getInputStream().read();
    }

    @Test
    void forward_open_passesBothWays() throws IOException {
        try (var socket = connect()) {
            assertThat(ask(socket)).isEqualTo('a');
        }
    }

    @Test
    void cut_openConnection_isResetAndNewOnesAreRefusedUntilOpened() throws IOException {
        try (var socket = connect()) {
            ask(socket);
            proxy.cut();
            assertThatThrownBy(() -> {
                        while (ask(socket) >= 0) {
                            ask(socket);
                        }
                        throw new IOException("ended");
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> {
                    try (var socket = connect()) {
                        if (ask(socket) < 0) {
                            throw new IOException("ended");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
        proxy.open();
        try (var socket = connect()) {
            assertThat(ask(socket)).isEqualTo('a');
        }
    }

    @Test
    void freeze_openConnection_staysOpenAndSilentWhileNewOnesWork() throws IOException {
        try (var socket = connect()) {
            ask(socket);
            proxy.freeze();
            assertThatThrownBy(() -> ask(socket)).isInstanceOf(SocketTimeoutException.class);
            try (var second = connect()) {
                assertThat(ask(second)).isEqualTo('a');
            }
        }
    }

    @Test
    void leadTo_otherPort_newConnectionsGoThere() throws IOException {
        proxy.leadTo(other.getLocalPort());
        try (var socket = connect()) {
            assertThat(ask(socket)).isEqualTo('b');
        }
    }
}
