from conan import ConanFile


class Recipe(ConanFile):
    name = "app"
    version = "0.1.0"
    requires = "poco/1.9.4@acme/stable"
    tool_requires = "cmake/3.27.0"
