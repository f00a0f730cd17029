package io.gatefarm.gateway.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Short HTTP answers. */
public final class PlainText {
    private PlainText() {}

    /** One line of text. */
    public static void answer(Response response, Callback callback, int status, String line) {
        answer(response, callback, status, "text/plain; charset=utf-8", line + "\n");
    }

    static void answer(Response response, Callback callback, int status, String type, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, body, callback);
    }
}
