package dev.heddle.schema;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Javadoc of source files as plain text, read with the compiler's own parser. */
final class JavadocReader {
  private final Map<String, String> texts = new TreeMap<>();
  private final DocTrees docs;

  private JavadocReader(DocTrees docs) {
    this.docs = docs;
  }

  /** The descriptions of all types in a folder. */
  static Descriptions read(Path... folders) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources(folders)));
      JavadocReader reader = new JavadocReader(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree type : unit.getTypeDecls()) {
          if (type instanceof ClassTree declared) {
            reader.read(new TreePath(new TreePath(unit), declared), "");
          }
        }
      }
      return new Descriptions(reader.texts);
    }
  }

  private static List<Path> sources(Path... folders) throws IOException {
    Stream<Path> all = Stream.of();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.list(folder)) {
        all = Stream.concat(all, files.toList().stream());
      }
    }
    return all.filter(file -> file.toString().endsWith(".java"))
        .filter(file -> !file.endsWith("package-info.java"))
        .sorted()
        .toList();
  }

  private void read(TreePath path, String prefix) {
    ClassTree type = (ClassTree) path.getLeaf();
    String key = prefix + type.getSimpleName();
    if (type.getKind() == Tree.Kind.CLASS) {
      return; // no type of the wire
    }
    DocCommentTree comment = docs.getDocCommentTree(path);
    if (comment != null) {
      put(key, comment.getFullBody());
      for (DocTree tag : comment.getBlockTags()) {
        if (tag instanceof ParamTree param && !param.isTypeParameter()) {
          put(key + '.' + param.getName(), param.getDescription());
        }
      }
    }
    for (Tree member : type.getMembers()) {
      TreePath inside = new TreePath(path, member);
      if (member instanceof ClassTree) {
        read(inside, key + '.');
      } else if (member instanceof MethodTree method && type.getKind() == Tree.Kind.INTERFACE) {
        putIfDocumented(key + '.' + method.getName(), inside);
      } else if (member instanceof VariableTree constant && type.getKind() == Tree.Kind.ENUM) {
        putIfDocumented(key + '.' + constant.getName(), inside);
      }
    }
  }

  private void putIfDocumented(String key, TreePath path) {
    DocCommentTree comment = docs.getDocCommentTree(path);
    if (comment != null) {
      put(key, comment.getFullBody());
    }
  }

  private void put(String key, List<? extends DocTree> text) {
    StringBuilder plain = new StringBuilder();
    text.forEach(part -> plain.append(plain(part)));
    String[] paragraphs = plain.toString().strip().split("\n\n");
    for (int i = 0; i < paragraphs.length; i++) {
      paragraphs[i] = paragraphs[i].strip().replaceAll("\\s+", " ");
    }
    texts.put(key, String.join("\n\n", paragraphs));
  }

  private static String plain(DocTree part) {
    return switch (part) {
      case LiteralTree code when code.getKind() == DocTree.Kind.CODE ->
          '`' + code.getBody().getBody() + '`';
      case LiteralTree literal -> literal.getBody().getBody();
      case LinkTree link -> '`' + link.getReference().getSignature().replace('#', '.') + '`';
      case StartElementTree element when element.getName().contentEquals("p") -> "\n\n";
      case StartElementTree element -> "";
      case EntityTree entity -> entity.toString();
      default -> part.getKind() == DocTree.Kind.END_ELEMENT ? "" : part.toString();
    };
  }
}
