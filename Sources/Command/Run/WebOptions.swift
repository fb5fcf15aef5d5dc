import ArgumentParser
import Host
import Metrics
import Web

/// The page in the browser, as the command line asks for it.
struct WebOptions: ParsableArguments {
  @Option(
    help: """
      Serve a page in the browser, and the control protocol to programs, at [ADDRESS:]PORT of this \
      machine; prints the page's address with its token.
      """,
    transform: Self.address)
  var web: WebAddress?

  @Option(
    help: "Take the token from this file of mode 0600, and make it when it is not there.",
    completion: .file())
  var webTokenFile: String?

  func validate() throws {
    guard webTokenFile == nil || web != nil else {
      throw ValidationError("--web-token-file needs --web")
    }
  }

  /// Opens the page for a host, and says where it is.
  func doors(saying line: PageLine) -> [DoorOpener] {
    guard let web else { return [] }
    return [
      { [webTokenFile] handler, report in
        let token = try webTokenFile.map(WebToken.init(file:)) ?? .random()
        let server = try WebServer(
          web, token: token, handler: handler, metrics: { MetricsText.render(report()) })
        try line.say("the page is at \(server.url)")
        return server
      }
    ]
  }

  private static func address(_ text: String) throws -> WebAddress {
    guard let address = WebAddress(text) else {
      throw ValidationError("'\(text)' is no [ADDRESS:]PORT, such as 8080 or [::1]:8080")
    }
    guard address.isLoopback else {
      throw ValidationError(WebServerError.notLoopback(address.host).description)
    }
    return address
  }
}
