package io.hookbridge.loadtest.keepalive.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A web server that passes requests on. */
public sealed interface Program permits Nginx, Apache, Lighttpd, HaProxy {

    /** All of them. */
    List<Program> ALL = List.of(new Nginx(), new Apache(), new Lighttpd(), new HaProxy());

    /** Folders that are not on everybody's path. */
    List<String> FOLDERS = List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin");

    String name();

    /** What has to be installed on Debian, separated by blanks. */
    String packages();

    /** The program, if it is here with all that it needs. */
    Optional<Path> executable();

    /** The text of its configuration. */
    String configuration(Site site);

    /**
     * Runs it in the foreground.
     *
     * @param configuration the file
     */
    List<String> command(Path executable, Path configuration);

    /** Has it read its configuration again while it finishes what is under way. */
    String reloadSignal();

    /** Whether its first process starts another one for each that ends. */
    boolean replacesWorkers();

    /**
     * What a configuration is made of.
     *
     * @param folder for whatever the program writes
     * @param pem a key and its certificate
     */
    record Site(Path folder, Path pem, List<Door> doors) {}

    /** The first of these names that there is a program for. */
    static Optional<Path> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> FOLDERS.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The first folder with a file of this name. */
    static Optional<Path> folderWith(String file, String... folders) {
        return Stream.of(folders)
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve(file)))
                .findFirst();
    }
}
