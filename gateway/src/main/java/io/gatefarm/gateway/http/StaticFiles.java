package io.gatefarm.gateway.http;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.resource.Resources;

/** Serves an app's files, {@code index.html} at a folder. */
public final class StaticFiles {
    private static final String CLASS_PATH = "classpath:";

    private StaticFiles() {}

    /**
     * A handler for the configured place; "" makes one that answers 404.
     *
     * @throws IllegalArgumentException when there is no such folder
     */
    public static Handler of(String place) {
        var notFound = new DefaultHandler(false, false);
        if (place.isEmpty()) {
            return notFound;
        }
        var files = new ResourceHandler(notFound);
        files.setBaseResource(find(place, ResourceFactory.of(files))); // a jar is let go when the handler stops
        files.setDirAllowed(false);
        files.setEtags(true);
        files.setCacheControl("no-cache"); // asked for again each time, answered 304
        return files;
    }

    /**
     * Returns the place when there is such a folder, or when it is "".
     *
     * @throws IllegalArgumentException that shows it
     */
    public static String check(String place) {
        if (!place.isEmpty()) {
            try (var factory = ResourceFactory.closeable()) {
                find(place, factory);
            }
        }
        return place;
    }

    private static Resource find(String place, ResourceFactory factory) {
        if (place.startsWith(CLASS_PATH)) {
            Resource folder = factory.newClassLoaderResource(place.substring(CLASS_PATH.length()), false);
            if (Resources.isReadableDirectory(folder)) {
                return folder;
            }
        } else if (Files.isDirectory(Path.of(place))) {
            return factory.newResource(Path.of(place));
        }
        throw new IllegalArgumentException(
                "must be a folder, or classpath: and a folder on the class path, but is \"" + place + "\"");
    }
}
