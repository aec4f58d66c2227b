package dev.spindle.tools.tests;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Begins to read XML that a project's tests wrote: a document type, and with it any entity of its own, is an error. */
final class ReportXml {
    private ReportXml() {}

    /**
     * A reader at the beginning of a report.
     *
     * @throws XMLStreamException if it declares a document type, or cannot be begun
     */
    static XMLStreamReader reader(String xml) throws XMLStreamException {
        if (hasDocumentType(xml)) throw new XMLStreamException("a report has no document type");
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Newer JDKs count each &lt; against these limits, and a long report has many. There are no other entities
        // here.
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        return factory.createXMLStreamReader(new StringReader(xml));
    }

    /** Asked before the JDK's parser is, which has no words for some mistakes in a document type, and prints others. */
    private static boolean hasDocumentType(String xml) {
        int at = xml.indexOf('<');
        while (at >= 0) {
            String end = xml.startsWith("<?", at) ? "?>" : xml.startsWith("<!--", at) ? "-->" : null;
            if (end == null) return xml.startsWith("<!DOCTYPE", at);
            int closed = xml.indexOf(end, at);
            at = closed < 0 ? -1 : xml.indexOf('<', closed);
        }
        return false;
    }
}
