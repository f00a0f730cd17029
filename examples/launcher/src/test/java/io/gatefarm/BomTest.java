package io.gatefarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The BOM has no parent, so that nothing else comes with it; this holds it to the other modules instead. */
class BomTest {
    private static final Path ROOT = Path.of("..", "..");

    /** Modules that nobody depends on: the BOM itself, examples, benchmarks and tests. */
    private static final List<String> NOT_PUBLISHED =
            List.of("push-client/bom", "push-client/spring-boot-tests", "redis/testing", "helm", "bench");

    @Test
    void bom_everyPublishedModule_isManagedWithItsVersion() throws Exception {
        Element root = pom("pom.xml");
        Element bom = pom("push-client/bom/pom.xml");
        var published = new TreeSet<String>();
        for (Element module : children(child(root, "modules"), "module")) {
            String path = module.getTextContent();
            if (!path.startsWith("examples/") && NOT_PUBLISHED.stream().noneMatch(path::startsWith)) {
                published.add(text(pom(path + "/pom.xml"), "artifactId"));
            }
        }
        var managed = new TreeSet<String>();
        for (Element one : children(child(child(bom, "dependencyManagement"), "dependencies"), "dependency")) {
            assertThat(text(one, "version")).isEqualTo("${project.version}");
            managed.add(text(one, "artifactId"));
        }

        assertThat(text(bom, "version")).isEqualTo(text(root, "version"));
        assertThat(managed).isEqualTo(published);
    }

    private static Element pom(String path) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(path).toFile());
        return document.getDocumentElement();
    }

    private static String text(Element element, String name) {
        return child(element, name).getTextContent();
    }

    private static Element child(Element element, String name) {
        return children(element, name).get(0);
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = element.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element child && child.getTagName().equals(name)) {
                found.add(child);
            }
        }
        return found;
    }
}
