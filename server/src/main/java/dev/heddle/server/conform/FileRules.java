package dev.heddle.server.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the server's machine, as a client reads and writes them. */
final class FileRules {
  private FileRules() {}

  static Section section() {
    return Section.named("files", "the files of the server's machine, where it gives access")
        .rule(
            "write-and-read",
            "what is written is read back, in base 64 and on the disk",
            bench -> {
              Client client = bench.client();
              Path file = path(client, "written.txt");
              client
                  .ask("fs/writeFile", "{path:'%s',dataBase64:'aGVsbG8='}", file)
                  .orSkip()
                  .is("", "{}");
              RuleBroken.unless(
                  Files.readString(file).equals("hello"), "the file holds something else");
              client
                  .ask("fs/readFile", "{path:'%s'}", file)
                  .orSkip()
                  .is("dataBase64", "'aGVsbG8='");
            })
        .rule(
            "folders",
            "folders are made with those above them, and list what is in them",
            bench -> {
              Client client = bench.client();
              Path parent = path(client, "a/b");
              Path deep = parent.resolve("c");
              client.ask("fs/createDirectory", "{path:'%s'}", deep).orSkip().is("", "{}");
              client
                  .ask("fs/readDirectory", "{path:'%s'}", parent)
                  .orSkip()
                  .holds("{entries:[{fileName:'c',isDirectory:true,isFile:false}]}");
            })
        .rule(
            "metadata",
            "the metadata of a file says what it is and when it was changed",
            bench -> {
              Client client = bench.client();
              Path file = Files.writeString(path(client, "described.txt"), "x");
              client
                  .ask("fs/getMetadata", "{path:'%s'}", file)
                  .orSkip()
                  .holds("{isFile:true,isDirectory:false,isSymlink:false}")
                  .at("modifiedAtMs");
            })
        .rule(
            "copy-and-remove",
            "a file is copied and removed",
            bench -> {
              Client client = bench.client();
              Path source = Files.writeString(path(client, "source.txt"), "x");
              Path copy = path(client, "copy.txt");
              client
                  .ask("fs/copy", "{sourcePath:'%s',destinationPath:'%s'}", source, copy)
                  .orSkip()
                  .is("", "{}");
              RuleBroken.unless(Files.exists(copy), "there is no copy");
              client.ask("fs/remove", "{path:'%s'}", copy).orSkip().is("", "{}");
              RuleBroken.unless(!Files.exists(copy), "the file is still there");
            })
        .rule(
            "watch",
            "a change in a watched folder is told, until it is watched no more",
            bench -> {
              Client client = bench.client();
              Path watched = Files.createDirectories(path(client, "watched"));
              client
                  .ask("fs/watch", "{watchId:'w',path:'%s'}", watched)
                  .orSkip()
                  .is("path", "'%s'", watched);
              client.ask("fs/writeFile", "{path:'%s/new.txt',dataBase64:'aGk='}", watched).result();
              client.await("fs/changed", "{watchId:'w',changedPaths:['%s/new.txt']}", watched);
              client.ask("fs/unwatch", "{watchId:'w'}").is("", "{}");
            })
        .rule(
            "search",
            "files are found by parts of their path, the best first",
            bench -> {
              Client client = bench.client();
              Path root = Files.createDirectories(path(client, "searched/inner"));
              Files.writeString(root.resolve("AppServer.java"), "x");
              Files.writeString(root.resolve("Server.java"), "x");
              client
                  .ask("fuzzyFileSearch", "{query:'server',roots:['%s']}", root)
                  .orSkip()
                  .is("files[0].path", "'Server.java'")
                  .is("files[1].path", "'AppServer.java'");
              client
                  .ask("fuzzyFileSearch", "{query:'nothing',roots:['%s']}", root)
                  .is("files", "[]");
            })
        .rule(
            "search-session",
            "a search tells what it found for each query, until it is stopped",
            bench -> {
              Client client = bench.client();
              Path root = Files.createDirectories(path(client, "typed"));
              Files.writeString(root.resolve("found.txt"), "x");
              client
                  .ask("fuzzyFileSearch/sessionStart", "{sessionId:'s',roots:['%s']}", root)
                  .orSkip()
                  .is("", "{}");
              client
                  .ask("fuzzyFileSearch/sessionUpdate", "{sessionId:'s',query:'fnd'}")
                  .is("", "{}");
              String told = "";
              while (!told.contains("\"found.txt\"")) { // a server may tell before it is done
                told =
                    client
                        .await("fuzzyFileSearch/sessionUpdated", "{sessionId:'s',query:'fnd'}")
                        .toString();
              }
              client.ask("fuzzyFileSearch/sessionStop", "{sessionId:'s'}").is("", "{}");
              RuleBroken.unless(
                  !client
                      .ask("fuzzyFileSearch/sessionUpdate", "{sessionId:'s',query:'x'}")
                      .isResult(),
                  "a session that was stopped goes on");
            })
        .rule(
            "commands",
            "a command runs, can be written to, and ends when it is asked to",
            bench -> {
              Client client = bench.client();
              client
                  .ask("command/exec", "{command:['sh','-c','echo out; exit 3']}")
                  .orSkip()
                  .holds("{exitCode:3,stdout:'out\\n',stderr:''}");
              long cat =
                  client.send(
                      "command/exec",
                      "{command:['cat'],processId:'c',streamStdin:true,streamStdoutStderr:true}");
              client
                  .ask("command/exec/write", "{processId:'c',deltaBase64:'aGk=',closeStdin:true}")
                  .is("", "{}");
              client.answer(cat).is("exitCode", "0");
              long shell = client.send("command/exec", "{command:['cat'],processId:'t',tty:true}");
              client
                  .ask("command/exec/resize", "{processId:'t',size:{rows:5,cols:6}}")
                  .is("", "{}");
              client.ask("command/exec/terminate", "{processId:'t'}").is("", "{}");
              RuleBroken.unless(client.answer(shell).isResult(), "it was not ended");
            })
        .rule(
            "refused",
            "a path that is not absolute is refused, and so is what is not there",
            bench -> {
              Client client = bench.client();
              client
                  .ask("fs/readFile", "{path:'relative'}")
                  .orSkip()
                  .refusedLike(-32600, "Invalid request: ");
              RuleBroken.unless(
                  !client.ask("fs/readFile", "{path:'%s'}", path(client, "none")).isResult(),
                  "a file that is not there was read");
            });
  }

  private static Path path(Client client, String name) throws IOException {
    return client.stage().cwd().toRealPath().resolve(name);
  }
}
