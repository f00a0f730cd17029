package io.gatefarm.examples.launcher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Starts {@code LauncherProcess}, or says which Java is needed: compiled for 17, the rest of this module for 21. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws Throwable {
        if (Runtime.version().feature() < 21) {
            System.err.println("gatefarm: Java 21 or newer is needed, this is " + System.getProperty("java.version")
                    + " (" + System.getProperty("java.home") + ")");
            System.exit(2);
        }
        // By name: javac --release 17 could not read the class.
        MethodHandles.lookup()
                .findStatic(
                        Class.forName("io.gatefarm.examples.launcher.LauncherProcess"),
                        "main",
                        MethodType.methodType(void.class, String[].class))
                .invokeExact(args);
    }
}
