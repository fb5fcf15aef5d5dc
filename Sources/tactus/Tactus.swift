@main enum Tactus { static func main() {} }
