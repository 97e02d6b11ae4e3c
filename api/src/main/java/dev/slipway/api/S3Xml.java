package dev.slipway.api;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The XML that clients of S3 read and write.
final class S3Xml {
  private static final String TYPE = "application/xml";
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  private static final String NAMESPACE = " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

  private S3Xml() {}

  static Reply refusal(Problem p) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("Code", p.code());
    fields.put("Message", p.message());
    return reply(p.status(), "Error", "", fields);
  }

  /// @param fields in order
  static Reply result(String name, Map<String, String> fields) {
    return reply(200, name, NAMESPACE, fields);
  }

  private static Reply reply(int status, String name, String more, Map<String, String> fields) {
    var text = new StringBuilder(HEAD).append('<').append(name).append(more).append('>');
    fields.forEach((field, value) ->
        text.append('<')
            .append(field)
            .append('>')
            .append(escaped(value))
            .append("</")
            .append(field)
            .append('>'));
    text.append("</").append(name).append('>');
    return new Reply.Whole(status, TYPE, Buffer.buffer(text.toString()), Map.of());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// Reads `CompleteMultipartUpload`: the parts in the order in which they are to be joined.
  ///
  /// @throws Problem where it is not one, or their numbers do not ascend
  static List<Multipart.Named> parts(InputStream in) {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(in);
      var parts = new ArrayList<Multipart.Named>();
      String number = "";
      String etag = "";
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamReader.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "PartNumber" -> number = xml.getElementText().strip();
            case "ETag" -> etag = xml.getElementText().strip().replace("\"", "");
            default -> {}
          }
        } else if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("Part")) {
          add(parts, number, etag);
        }
      }
      if (parts.isEmpty()) {
        throw malformed("no parts");
      }
      return parts;
    } catch (XMLStreamException e) {
      throw malformed("not XML");
    }
  }

  private static void add(List<Multipart.Named> parts, String number, String etag) {
    if (!number.matches("\\d{1,5}")) {
      throw malformed("a part without a number");
    }
    int last = parts.isEmpty() ? 0 : parts.getLast().number();
    int next = Integer.parseInt(number);
    if (next <= last || next > Multipart.MAX_PARTS) {
      throw Problem.s3(
          400,
          "InvalidPartOrder",
          "Part %d comes after part %d (expected: ascending numbers from 1 to %d)"
              .formatted(next, last, Multipart.MAX_PARTS));
    }
    parts.add(new Multipart.Named(next, etag));
  }

  private static Problem malformed(String what) {
    return Problem.s3(
        400, "MalformedXML", "body: " + what + " (expected: CompleteMultipartUpload with parts)");
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
